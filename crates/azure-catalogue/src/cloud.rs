//! What differs between the clouds: regions, suffixes, reserved names, hops of the public chain.

crate::words! {
    /// A cloud: its suffixes and default region differ.
    Cloud {
        /// Azure.
        Public = "public",
        /// Azure operated by 21Vianet.
        China = "china",
        /// Azure Government.
        UsGovernment = "usgovernment",
    }
}

/// Names of a cloud that lead from a registry to its address; they hold `{registry}`, `{region}`, `{region_code}` and
/// `{profile}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HopTemplates {
    /// In front of the others where there are replicas: the name that leads each client to one of them.
    pub profile: &'static str,
    /// Behind a login server; the last one owns the address.
    pub login: [&'static str; 3],
    /// Behind a data endpoint; the last one owns the address.
    pub data: [&'static str; 3],
}

impl Cloud {
    /// Returns the region that objects are in when nobody says so.
    pub const fn default_region(self) -> &'static str {
        match self {
            Self::Public => "westeurope",
            Self::China => "chinaeast2",
            Self::UsGovernment => "usgovvirginia",
        }
    }

    /// Returns the suffix of login servers.
    pub const fn registry_suffix(self) -> &'static str {
        match self {
            Self::Public => "azurecr.io",
            Self::China => "azurecr.cn",
            Self::UsGovernment => "azurecr.us",
        }
    }

    /// Returns the suffix of storage accounts, as `az cloud show` has it.
    pub const fn storage_suffix(self) -> &'static str {
        match self {
            Self::Public => "core.windows.net",
            Self::China => "core.chinacloudapi.cn",
            Self::UsGovernment => "core.usgovcloudapi.net",
        }
    }

    /// Returns the server that people sign in at, as `az cloud show` has it.
    pub const fn sign_in_server(self) -> &'static str {
        match self {
            Self::Public => "login.microsoftonline.com",
            Self::China => "login.chinacloudapi.cn",
            Self::UsGovernment => "login.microsoftonline.us",
        }
    }

    /// Returns the server of the resource manager, as `az cloud show` has it.
    pub const fn resource_manager(self) -> &'static str {
        match self {
            Self::Public => "management.azure.com",
            Self::China => "management.chinacloudapi.cn",
            Self::UsGovernment => "management.usgovcloudapi.net",
        }
    }

    /// Returns the servers of Microsoft's own registry, and the wildcards of their data
    /// (`Microsoft Artifact Registry client firewall rules`).
    pub const fn microsoft_registries(self) -> &'static [(&'static str, &'static str)] {
        const EVERYWHERE: (&str, &str) = ("mcr.microsoft.com", "*.data.mcr.microsoft.com");
        match self {
            Self::Public | Self::UsGovernment => &[EVERYWHERE],
            Self::China => &[("mcr.azure.cn", "*.data.mcr.azure.cn"), EVERYWHERE],
        }
    }

    /// Tells whether subnets have service endpoints of registries
    /// (`Restrict access to a container registry using a service endpoint`, limitations).
    pub const fn has_registry_service_endpoints(self) -> bool {
        match self {
            Self::Public => true,
            Self::China | Self::UsGovernment => false,
        }
    }

    /// Returns the suffix of Traffic Manager's names.
    pub const fn traffic_manager_suffix(self) -> &'static str {
        match self {
            Self::Public => "trafficmanager.net",
            Self::China => "trafficmanager.cn",
            Self::UsGovernment => "usgovtrafficmanager.net",
        }
    }

    /// Returns the zone of the names that virtual machines have inside their own network.
    pub const fn internal_zone(self) -> &'static str {
        match self {
            Self::Public => "internal.cloudapp.net",
            Self::China => "internal.chinacloudapp.cn",
            Self::UsGovernment => "internal.usgovcloudapp.net",
        }
    }

    /// Returns the recommended private zone of registries; zone groups write into no other.
    pub const fn registry_private_zone(self) -> &'static str {
        match self {
            Self::Public => "privatelink.azurecr.io",
            Self::China => "privatelink.azurecr.cn",
            Self::UsGovernment => "privatelink.azurecr.us",
        }
    }

    /// Returns names that a private zone cannot have (`What is a private Azure DNS zone?`, restrictions).
    pub const fn reserved_zones(self) -> &'static [&'static str] {
        match self {
            Self::Public => &[
                "azclient.ms",
                "azure.com",
                "cloudapp.net",
                "core.windows.net",
                "microsoft.com",
                "msidentity.com",
                "trafficmanager.net",
                "windows.net",
            ],
            Self::China => &[
                "azclient.cn",
                "azure.cn",
                "chinacloudapp.cn",
                "core.chinacloudapi.cn",
                "microsoft.cn",
                "msidentity.cn",
                "trafficmanager.cn",
                "chinacloudapi.cn",
            ],
            Self::UsGovernment => &[
                "azclient.us",
                "azure.us",
                "usgovcloudapp.net",
                "core.usgovcloudapi.net",
                "microsoft.us",
                "msidentity.us",
                "usgovtrafficmanager.net",
                "usgovcloudapi.net",
            ],
        }
    }

    /// Returns the names between a registry and its address: shaped like Azure's, but they carry the registry's
    /// name, so that they never stand for a real one.
    pub const fn registry_hops(self) -> HopTemplates {
        match self {
            Self::Public => HopTemplates {
                profile: "{registry}-{profile}.trafficmanager.net",
                login: [
                    "{registry}.{region_code}.fe.azcr.io",
                    "{registry}-{region_code}-acr-reg.trafficmanager.net",
                    "{registry}-{region_code}.{region}.cloudapp.azure.com",
                ],
                data: [
                    "{registry}.{region_code}.data.azcr.io",
                    "{registry}-{region_code}-acr-dp.trafficmanager.net",
                    "{registry}-{region_code}-dp.{region}.cloudapp.azure.com",
                ],
            },
            Self::China => HopTemplates {
                profile: "{registry}-{profile}.trafficmanager.cn",
                login: [
                    "{registry}.{region_code}.fe.azcr.io",
                    "{registry}-{region_code}-acr-reg.trafficmanager.cn",
                    "{registry}-{region_code}.{region}.cloudapp.chinacloudapi.cn",
                ],
                data: [
                    "{registry}.{region_code}.data.azcr.io",
                    "{registry}-{region_code}-acr-dp.trafficmanager.cn",
                    "{registry}-{region_code}-dp.{region}.cloudapp.chinacloudapi.cn",
                ],
            },
            Self::UsGovernment => HopTemplates {
                profile: "{registry}-{profile}.usgovtrafficmanager.net",
                login: [
                    "{registry}.{region_code}.fe.azcr.io",
                    "{registry}-{region_code}-acr-reg.usgovtrafficmanager.net",
                    "{registry}-{region_code}.{region}.usgovcloudapp.net",
                ],
                data: [
                    "{registry}.{region_code}.data.azcr.io",
                    "{registry}-{region_code}-acr-dp.usgovtrafficmanager.net",
                    "{registry}-{region_code}-dp.{region}.usgovcloudapp.net",
                ],
            },
        }
    }
}
