"""The first test is the one in Zonite's README; the others run code that resolves for itself."""

import socket

import dns.message
import dns.rcode
import dns.resolver
import pytest


@pytest.mark.zonite("../lab.toml")
def test_pulls_from_the_hub_stay_inside(zonite):
    answer = zonite.resolver("hub").resolve("contoso.azurecr.io")
    assert [record.address for record in answer] == ["10.1.0.5"]


@pytest.mark.zonite("../lab.toml")
def test_the_spoke_was_never_linked(zonite):
    answer = zonite.resolver("spoke").resolve("contoso.azurecr.io")
    assert [record.address for record in answer] == ["203.0.113.10"]
    # The whole chain is there, as dig shows it.
    assert "contoso.privatelink.azurecr.io." in answer.response.to_text()


@pytest.mark.zonite("../lab.toml")
def test_a_name_that_is_not_there(zonite):
    with pytest.raises(dns.resolver.NXDOMAIN):
        zonite.resolver("hub").resolve("nobody.privatelink.azurecr.io")


@pytest.mark.zonite("../lab.toml")
def test_code_that_speaks_dns_itself_gets_an_address(zonite):
    question = dns.message.make_query("contoso.azurecr.io", "A").to_wire()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(5)
        client.sendto(question, zonite.address("hub"))
        assert dns.message.from_wire(client.recv(1232)).rcode() == dns.rcode.NOERROR
