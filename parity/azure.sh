#!/usr/bin/env bash
# Builds in Azure what azure.toml describes, and takes it away again. README.md beside it says what it costs.
#
#   parity/azure.sh up NAME        NAME is 5 to 17 lower-case letters and digits that no registry and no storage account has
#   parity/azure.sh refusal NAME   question 10: what Azure says to NxDomainRedirect where it is not allowed
#   parity/azure.sh reject NAME    question 5: the pending connection becomes a rejected one
#   parity/azure.sh down           deletes the resource group, and everything in it
set -euo pipefail
cd "$(dirname "$0")"

group=${GROUP:-zonite-parity}
location=westeurope

usage() { sed -n "2,8s/^# \{0,1\}//p" azure.sh >&2; exit 2; }

name() {
  [[ ${1:-} =~ ^[a-z0-9]{5,17}$ ]] || usage
  printf '%s' "$1"
}

networks() {
  az network vnet create -g "$group" -n parity --address-prefixes 10.40.0.0/16 \
    --subnet-name machines --subnet-prefixes 10.40.0.0/24
  az network vnet subnet create -g "$group" --vnet-name parity -n endpoints --address-prefixes 10.40.1.0/24
  az network vnet subnet create -g "$group" --vnet-name parity -n outbound --address-prefixes 10.40.2.0/28 \
    --delegations Microsoft.Network/dnsResolvers
  az network vnet create -g "$group" -n dot --address-prefixes 10.41.0.0/16 \
    --subnet-name machines --subnet-prefixes 10.41.0.0/24
}

# zone, resolution policy
zone() {
  az network private-dns zone create -g "$group" -n "$1"
  az network private-dns link vnet create -g "$group" -z "$1" -n parity -v parity -e false ${2:+--resolution-policy "$2"}
}

# owner, address, TTL
address() {
  az network private-dns record-set a show -g "$group" -z parity.example -n "$1" >/dev/null 2>&1 ||
    az network private-dns record-set a create -g "$group" -z parity.example -n "$1" --ttl "$3"
  az network private-dns record-set a add-record -g "$group" -z parity.example -n "$1" -a "$2"
}

zones() {
  zone parity.example
  az network private-dns record-set soa update -g "$group" -z parity.example --minimum-ttl 7200
  address www 10.40.9.1 3600
  address www.deep 10.40.9.1 3600
  address below.empty 10.40.9.1 3600
  for last in 11 12 13 14; do address four "10.40.9.$last" 10; done
  az network private-dns record-set txt create -g "$group" -z parity.example -n www --ttl 3600
  az network private-dns record-set txt add-record -g "$group" -z parity.example -n www -v parity
  zone privatelink.azurecr.io
  zone privatelink.blob.core.windows.net NxDomainRedirect
  zone store.core.windows.net
}

# endpoint, resource, group ID, further arguments
endpoint() {
  az network private-endpoint create -g "$group" -l "$location" -n "$1" --connection-name "$1" \
    --vnet-name parity --subnet endpoints --private-connection-resource-id "$2" --group-id "$3" "${@:4}"
}

registries() {
  local id
  az acr create -g "$group" -l "$location" -n "$1" --sku Premium
  az acr update -n "$1" --regional-endpoints enabled
  id=$(az acr show -n "$1" --query id -o tsv)
  endpoint registry "$id" registry \
    --ip-config name=login group-id=registry member-name=registry private-ip-address=10.40.1.5 \
    --ip-config name=data group-id=registry member-name="registry_data_$location" private-ip-address=10.40.1.6 \
    --ip-config name=regional group-id=registry member-name="registry_$location" private-ip-address=10.40.1.7
  az network private-endpoint dns-zone-group create -g "$group" --endpoint-name registry -n default \
    --private-dns-zone privatelink.azurecr.io --zone-name registry

  az acr create -g "$group" -l "$location" -n "$1pending" --sku Premium
  id=$(az acr show -n "$1pending" --query id -o tsv)
  endpoint pending "$id" registry --manual-request true
}

# An account with an endpoint, so that its public name leads through privatelink, and without a record for it.
storage() {
  az storage account create -g "$group" -l "$location" -n "$1" --sku Standard_LRS
  endpoint storage "$(az storage account show -g "$group" -n "$1" --query id -o tsv)" blob
}

# ruleset, network, rule's name, rule's domain
ruleset() {
  local outbound network
  outbound=$(az dns-resolver outbound-endpoint show -g "$group" --dns-resolver-name parity -n outbound --query id -o tsv)
  network=$(az network vnet show -g "$group" -n "$2" --query id -o tsv)
  az dns-resolver forwarding-ruleset create -g "$group" -l "$location" -n "$1" --outbound-endpoints "[{id:$outbound}]"
  az dns-resolver forwarding-rule create -g "$group" --ruleset-name "$1" -n "$3" --domain-name "$4" \
    --forwarding-rule-state Enabled --target-dns-servers "[{ip-address:10.40.0.10,port:53}]"
  az dns-resolver vnet-link create -g "$group" --ruleset-name "$1" -n "$2" --id "$network"
}

rules() {
  local network subnet
  network=$(az network vnet show -g "$group" -n parity --query id -o tsv)
  subnet=$(az network vnet subnet show -g "$group" --vnet-name parity -n outbound --query id -o tsv)
  az dns-resolver create -g "$group" -l "$location" -n parity --id "$network"
  az dns-resolver outbound-endpoint create -g "$group" -l "$location" --dns-resolver-name parity -n outbound --id "$subnet"
  ruleset longer parity deep deep.parity.example.
  ruleset everything dot everything .
}

# The DNS server at 10.40.0.10 answers every name with 10.40.9.9, and the name below the linked zone with 10.40.9.2.
server() {
  cat <<TEXT
#cloud-config
packages: [dnsmasq]
write_files:
  - path: /etc/dnsmasq.conf
    content: |
      listen-address=10.40.0.10
      bind-interfaces
      no-resolv
      no-hosts
      address=/#/10.40.9.9
      address=/www.deep.parity.example/10.40.9.2
runcmd: [[systemctl, restart, dnsmasq]]
TEXT
}

# network, address, further arguments
machine() {
  az vm create -g "$group" -l "$location" -n "$1" --image Ubuntu2404 --size Standard_B1s --vnet-name "$1" \
    --subnet machines --private-ip-address "$2" --admin-username parity --generate-ssh-keys "${@:3}"
}

# The files of this folder with the name that was chosen.
files() {
  mkdir -p "$1"
  for file in azure.toml azure-parity.toml; do sed "s/zoniteparity/$1/g" "$file" >"$1/$file"; done
  echo "Copy zonite and parity/$1 to both machines; README.md has the commands."
}

case ${1:-} in
  up)
    chosen=$(name "${2:-}")
    az group create -n "$group" -l "$location"
    networks
    zones
    cloud_config=$(mktemp)
    server >"$cloud_config"
    machine parity 10.40.0.10 --custom-data "$cloud_config"
    rm -f "$cloud_config"
    machine dot 10.41.0.4
    registries "$chosen"
    storage "$chosen"
    rules
    files "$chosen"
    ;;
  refusal)
    name "${2:-}" >/dev/null
    az network private-dns link vnet update -g "$group" -z parity.example -n parity \
      --resolution-policy NxDomainRedirect || echo "That is the text that is asked for."
    ;;
  reject)
    chosen=$(name "${2:-}")
    connection=$(az acr private-endpoint-connection list -r "${chosen}pending" --query '[0].name' -o tsv)
    az acr private-endpoint-connection reject -r "${chosen}pending" -n "$connection"
    ;;
  down) az group delete -n "$group" ;;
  *) usage ;;
esac
