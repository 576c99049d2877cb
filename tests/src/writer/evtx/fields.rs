//! Fields that go together, set at once.

use super::{access::access_list, event::Event};

/// Which end of a connection an inbound record names first: releases differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The host of the log is the source, whoever began (Sysmon until 2019, Windows 7 and 2012).
    LocalFirst,
    /// The end that began is the source (Sysmon since 2020, Windows 11).
    InitiatorFirst,
}

impl Event {
    /// Who acted: the fields `Subject…`.
    pub fn subject(self, account_sid: &str, domain: &str, name: &str, logon_id: u64) -> Self {
        self.field("SubjectUserSid", account_sid)
            .field("SubjectUserName", name)
            .field("SubjectDomainName", domain)
            .field("SubjectLogonId", logon_id)
    }

    /// Whose logon: the fields `Target…`.
    pub fn target(self, account_sid: &str, domain: &str, name: &str, logon_id: u64) -> Self {
        self.field("TargetUserSid", account_sid)
            .field("TargetUserName", name)
            .field("TargetDomainName", domain)
            .field("TargetLogonId", logon_id)
    }

    /// The access mask and the list that goes with it.
    pub fn access(self, mask: u32) -> Self {
        self.field("AccessMask", mask).field("AccessList", access_list(mask))
    }

    /// The peer as 4624, 5140, 5145, 4768 and 4769 name it.
    pub fn client(self, address: &str, port: u16) -> Self {
        self.field("IpAddress", address).field("IpPort", port)
    }

    /// The ends of a Sysmon 3 or a 5156, source first.
    pub fn ends(self, source: (&str, u16), destination: (&str, u16)) -> Self {
        match self.id {
            3 => self
                .field("SourceIp", source.0)
                .field("SourcePort", source.1)
                .field("DestinationIp", destination.0)
                .field("DestinationPort", destination.1),
            _ => self
                .field("SourceAddress", source.0)
                .field("SourcePort", source.1)
                .field("DestAddress", destination.0)
                .field("DestPort", destination.1),
        }
    }

    /// An outbound connection of this host.
    pub fn outbound(self, local: (&str, u16), remote: (&str, u16)) -> Self {
        let event = self.ends(local, remote);
        match event.id {
            3 => event.field("Initiated", true),
            _ => event.field("Direction", "%%14593").field("LayerName", "%%14611"),
        }
    }

    /// A connection that this host accepted.
    pub fn inbound(self, local: (&str, u16), remote: (&str, u16), order: Order) -> Self {
        let event = match order {
            Order::LocalFirst => self.ends(local, remote),
            Order::InitiatorFirst => self.ends(remote, local),
        };
        match event.id {
            3 => event.field("Initiated", false),
            _ => event.field("Direction", "%%14592").field("LayerName", "%%14610"),
        }
    }
}
