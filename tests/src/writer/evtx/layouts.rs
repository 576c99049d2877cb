//! What each event looks like: provider, task, keywords, and its fields in order with their types
//! and a default.
//!
//! Sources: the provider manifests of Windows 7 and 10, Microsoft's event pages, and the templates
//! in real records. A field is `Name[:type][=default]`; the type is
//! text where none is given. Long because it is one table.

/// How a provider names itself in an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// Name, GUID and channel are values.
    Named,
    /// Name, GUID and channel stand in the template.
    Fixed,
    /// As [`Source::Fixed`], with the name of the older event source.
    WithOlderName,
    /// A name only.
    Classic,
}

/// A provider of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Provider {
    pub name: &'static str,
    pub guid: &'static str,
    pub source: Source,
}

pub(crate) const AUDITING: Provider = Provider {
    name: "Microsoft-Windows-Security-Auditing",
    guid: "{54849625-5478-4994-a5ba-3e3b0328c30d}",
    source: Source::Named,
};
pub(crate) const SYSMON: Provider = Provider {
    name: "Microsoft-Windows-Sysmon",
    guid: "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}",
    source: Source::Named,
};
pub(crate) const EVENT_LOG: Provider = Provider {
    name: "Microsoft-Windows-Eventlog",
    guid: "{fc65ddd8-d6ef-4962-83d5-6e5cfe9ce148}",
    source: Source::Fixed,
};
pub(crate) const SERVICE_CONTROL: Provider = Provider {
    name: "Service Control Manager",
    guid: "{555908d1-a6d7-4695-8e1e-26931d2012f4}",
    source: Source::WithOlderName,
};
pub(crate) const EVENT_LOG_CLASSIC: Provider =
    Provider { name: "EventLog", guid: "", source: Source::Classic };

/// Where a layout's fields stand in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// `<Data Name="…">`.
    Named,
    /// Under `UserData` in this element.
    UserData(&'static str),
    /// `<Data>` without names.
    Unnamed,
}

/// The layout of one version of an event.
#[derive(Debug)]
pub(crate) struct Layout {
    pub provider: Provider,
    pub id: u16,
    pub version: u8,
    pub task: u16,
    pub level: u8,
    pub keywords: u64,
    pub place: Place,
    pub fields: &'static [&'static [&'static str]],
}

/// The first layout of an id is the one that Windows 10 and current Sysmon write.
pub(crate) fn find(channel: &str, id: u16, version: Option<u8>) -> &'static Layout {
    let table = match channel {
        "Security" => SECURITY,
        "Sysmon" => SYSMON_LAYOUTS,
        "System" => SYSTEM,
        other => panic!("no layouts are known for {other}"),
    };
    table
        .iter()
        .find(|layout| layout.id == id && version.is_none_or(|version| layout.version == version))
        .unwrap_or_else(|| panic!("no layout of {channel} {id} {version:?}"))
}

/// Keywords of an audit success.
pub(crate) const AUDIT_SUCCESS: u64 = 0x8020_0000_0000_0000;
/// Keywords of an audit failure.
pub(crate) const AUDIT_FAILURE: u64 = 0x8010_0000_0000_0000;

const fn audit(
    id: u16,
    version: u8,
    task: u16,
    fields: &'static [&'static [&'static str]],
) -> Layout {
    let (provider, place) = (AUDITING, Place::Named);
    Layout { provider, id, version, task, level: 0, keywords: AUDIT_SUCCESS, place, fields }
}

const fn service(
    id: u16,
    task: u16,
    keywords: u64,
    root: &'static str,
    fields: &'static [&'static [&'static str]],
) -> Layout {
    let (provider, place) = (EVENT_LOG, Place::UserData(root));
    Layout { provider, id, version: 0, task, level: 4, keywords, place, fields }
}

const fn sysmon(id: u16, version: u8, fields: &'static [&'static [&'static str]]) -> Layout {
    let keywords = 0x8000_0000_0000_0000;
    let (provider, place) = (SYSMON, Place::Named);
    Layout { provider, id, version, task: id, level: 4, keywords, place, fields }
}

const fn classic(id: u16, fields: &'static [&'static [&'static str]]) -> Layout {
    let keywords = 0x0080_0000_0000_0000;
    let (provider, place) = (EVENT_LOG_CLASSIC, Place::Unnamed);
    Layout { provider, id, version: 0, task: 0, level: 4, keywords, place, fields }
}

type Fields = &'static [&'static str];

const SUBJECT: Fields = &[
    "SubjectUserSid:sid=S-1-5-18",
    "SubjectUserName=-",
    "SubjectDomainName=-",
    "SubjectLogonId:hex64=0x3e7",
];
const TARGET: Fields = &[
    "TargetUserSid:sid=S-1-0-0",
    "TargetUserName=-",
    "TargetDomainName=-",
    "TargetLogonId:hex64=0x0",
];
const PROCESS: Fields = &["ProcessId:pointer=0x4", "ProcessName"];
const NEW_PROCESS: Fields = &[
    "NewProcessId:pointer=0x1000",
    "NewProcessName",
    "TokenElevationType=%%1936",
    "ProcessId:pointer=0x4",
];
const OBJECT: Fields =
    &["ObjectServer=Security", "ObjectType=File", "ObjectName", "HandleId:pointer=0x0"];
const LOGON: Fields = &[
    "LogonType:u32=3",
    "LogonProcessName=Kerberos",
    "AuthenticationPackageName=Kerberos",
    "WorkstationName=-",
    "LogonGuid:guid={00000000-0000-0000-0000-000000000000}",
    "TransmittedServices=-",
    "LmPackageName=-",
    "KeyLength:u32=0",
    "ProcessId:pointer=0x0",
    "ProcessName=-",
    "IpAddress=-",
    "IpPort=-",
];
const SHARE: Fields =
    &["ObjectType=File", "IpAddress=-", "IpPort=0", "ShareName", "ShareLocalPath"];
const ACCESS: Fields = &["AccessMask:hex32=0x1", "AccessList=%%4416\r\n\t\t\t\t"];
const FILTER: Fields = &["FilterRTID:u64=0", "LayerName=%%14611", "LayerRTID:u64=48"];
const REMOTE: Fields = &["RemoteUserID:sid=S-1-0-0", "RemoteMachineID:sid=S-1-0-0"];
const ENDS: Fields = &[
    "ProcessID:u64=4",
    "Application=System",
    "Direction=%%14593",
    "SourceAddress=0.0.0.0",
    "SourcePort=0",
    "DestAddress=0.0.0.0",
    "DestPort=0",
    "Protocol:u32=6",
];
const POLICY: Fields = &[
    "CategoryId=%%8274",
    "SubcategoryId=%%12808",
    "SubcategoryGuid:guid={0cce9224-69ae-11d9-bed3-505054503030}",
    "AuditPolicyChanges=%%8448",
];

/// Channel `Security`.
const SECURITY: &[Layout] = &[
    audit(4608, 0, 12288, &[]),
    audit(
        4616,
        1,
        12288,
        &[
            SUBJECT,
            &[
                "PreviousTime:filetime=2026-01-01T00:00:00Z",
                "NewTime:filetime=2026-01-01T00:00:00Z",
            ],
            PROCESS,
        ],
    ),
    audit(
        4624,
        2,
        12544,
        &[
            SUBJECT,
            TARGET,
            LOGON,
            &[
                "ImpersonationLevel=%%1833",
                "RestrictedAdminMode=-",
                "TargetOutboundUserName=-",
                "TargetOutboundDomainName=-",
                "VirtualAccount=%%1843",
                "TargetLinkedLogonId:hex64=0x0",
                "ElevatedToken=%%1842",
            ],
        ],
    ),
    audit(4624, 1, 12544, &[SUBJECT, TARGET, LOGON, &["ImpersonationLevel=%%1833"]]),
    audit(4624, 0, 12544, &[SUBJECT, TARGET, LOGON]),
    Layout {
        keywords: AUDIT_FAILURE,
        ..audit(
            4625,
            0,
            12544,
            &[
                SUBJECT,
                &[
                    "TargetUserSid:sid=S-1-0-0",
                    "TargetUserName=-",
                    "TargetDomainName=-",
                    "Status:hex32=0xc000006d",
                    "FailureReason=%%2313",
                    "SubStatus:hex32=0xc000006a",
                ],
                &[
                    "LogonType:u32=3",
                    "LogonProcessName=NtLmSsp ",
                    "AuthenticationPackageName=NTLM",
                    "WorkstationName=-",
                    "TransmittedServices=-",
                    "LmPackageName=-",
                    "KeyLength:u32=0",
                    "ProcessId:pointer=0x0",
                    "ProcessName=-",
                    "IpAddress=-",
                    "IpPort=-",
                ],
            ],
        )
    },
    audit(4634, 0, 12545, &[TARGET, &["LogonType:u32=3"]]),
    audit(
        4648,
        0,
        12544,
        &[
            SUBJECT,
            &[
                "LogonGuid:guid={00000000-0000-0000-0000-000000000000}",
                "TargetUserName",
                "TargetDomainName",
                "TargetLogonGuid:guid={00000000-0000-0000-0000-000000000000}",
                "TargetServerName",
                "TargetInfo",
            ],
            PROCESS,
            &["IpAddress=-", "IpPort=-"],
        ],
    ),
    audit(
        4656,
        1,
        12800,
        &[
            SUBJECT,
            OBJECT,
            &[
                "TransactionId:guid={00000000-0000-0000-0000-000000000000}",
                "AccessList",
                "AccessReason=-",
                "AccessMask:hex32=0x0",
                "PrivilegeList=-",
                "RestrictedSidCount:u32=0",
            ],
            PROCESS,
            &["ResourceAttributes=-"],
        ],
    ),
    audit(4658, 0, 12800, &[SUBJECT, &["ObjectServer=Security", "HandleId:pointer=0x0"], PROCESS]),
    audit(
        4663,
        1,
        12800,
        &[
            SUBJECT,
            OBJECT,
            &["AccessList", "AccessMask:hex32=0x0"],
            PROCESS,
            &["ResourceAttributes=-"],
        ],
    ),
    audit(4672, 0, 12548, &[SUBJECT, &["PrivilegeList=SeSecurityPrivilege"]]),
    audit(
        4688,
        2,
        13312,
        &[
            SUBJECT,
            NEW_PROCESS,
            &["CommandLine"],
            TARGET,
            &["ParentProcessName", "MandatoryLabel:sid=S-1-16-8192"],
        ],
    ),
    audit(
        4673,
        0,
        13057,
        &[
            SUBJECT,
            &["ObjectServer=Security", "Service=-", "PrivilegeList=SeChangeNotifyPrivilege"],
            PROCESS,
        ],
    ),
    audit(4688, 1, 13312, &[SUBJECT, NEW_PROCESS, &["CommandLine"]]),
    audit(4688, 0, 13312, &[SUBJECT, NEW_PROCESS]),
    audit(4689, 0, 13313, &[SUBJECT, &["Status:hex32=0x0"], PROCESS]),
    audit(
        4690,
        0,
        12807,
        &[
            SUBJECT,
            &[
                "SourceHandleId:pointer=0x0",
                "SourceProcessId:pointer=0x4",
                "TargetHandleId:pointer=0x0",
                "TargetProcessId:pointer=0x4",
            ],
        ],
    ),
    audit(4719, 0, 13568, &[SUBJECT, POLICY]),
    audit(
        4768,
        0,
        14339,
        &[&[
            "TargetUserName",
            "TargetDomainName",
            "TargetSid:sid=S-1-0-0",
            "ServiceName=krbtgt",
            "ServiceSid:sid=S-1-0-0",
            "TicketOptions:hex32=0x40810010",
            "Status:hex32=0x0",
            "TicketEncryptionType:hex32=0x12",
            "PreAuthType=2",
            "IpAddress",
            "IpPort",
            "CertIssuerName",
            "CertSerialNumber",
            "CertThumbprint",
        ]],
    ),
    audit(
        4769,
        0,
        14337,
        &[&[
            "TargetUserName",
            "TargetDomainName",
            "ServiceName",
            "ServiceSid:sid=S-1-0-0",
            "TicketOptions:hex32=0x40810000",
            "TicketEncryptionType:hex32=0x12",
            "IpAddress",
            "IpPort",
            "Status:hex32=0x0",
            "LogonGuid:guid={00000000-0000-0000-0000-000000000000}",
            "TransmittedServices=-",
        ]],
    ),
    audit(4912, 0, 13568, &[SUBJECT, &["TargetUserSid:sid=S-1-0-0"], POLICY]),
    audit(5140, 1, 12808, &[SUBJECT, SHARE, ACCESS]),
    audit(5140, 0, 12808, &[SUBJECT, &["IpAddress=-", "IpPort=0", "ShareName"]]),
    audit(5145, 0, 12811, &[SUBJECT, SHARE, &["RelativeTargetName"], ACCESS, &["AccessReason=-"]]),
    audit(5156, 1, 12810, &[ENDS, FILTER, REMOTE]),
    audit(5156, 0, 12810, &[ENDS, FILTER]),
    audit(
        5158,
        0,
        12810,
        &[&[
            "ProcessId:u64=4",
            "Application=System",
            "SourceAddress=0.0.0.0",
            "SourcePort=0",
            "Protocol:u32=6",
            "FilterRTID:u64=0",
            "LayerName=%%14608",
            "LayerRTID:u64=36",
        ]],
    ),
    service(1100, 103, 0x4020_0000_0000_0000, "ServiceShutdown", &[]),
    service(1101, 101, 0x4020_0000_0000_0000, "AuditEventsDropped", &[&["Reason:u32=0"]]),
    service(1102, 104, 0x4020_0000_0000_0000, "LogFileCleared", &[SUBJECT]),
];

/// Channel `System`.
const SYSTEM: &[Layout] = &[
    service(
        104,
        104,
        0x8000_0000_0000_0000,
        "LogFileCleared",
        &[&["SubjectUserName", "SubjectDomainName", "Channel", "BackupPath"]],
    ),
    classic(6005, &[]),
    classic(6006, &[]),
    classic(6013, &[&["=", "=", "=", "=", "=3600", "=60", "=-540 Tokyo Standard Time"]]),
    Layout {
        provider: SERVICE_CONTROL,
        id: 7036,
        version: 0,
        task: 0,
        level: 4,
        keywords: 0x8080_0000_0000_0000,
        place: Place::Named,
        fields: &[&["param1", "param2=running"]],
    },
    Layout {
        provider: SERVICE_CONTROL,
        id: 7045,
        version: 0,
        task: 0,
        level: 4,
        keywords: 0x8080_0000_0000_0000,
        place: Place::Named,
        fields: &[&[
            "ServiceName",
            "ImagePath",
            "ServiceType=user mode service",
            "StartType=demand start",
            "AccountName=LocalSystem",
        ]],
    },
];

const STARTED: Fields = &[
    "RuleName=-",
    "UtcTime",
    "ProcessGuid:guid={00000000-0000-0000-0000-000000000000}",
    "ProcessId:u32=4",
    "Image",
];
const COMMAND: Fields = &[
    "CommandLine",
    "CurrentDirectory=C:\\Windows\\system32\\",
    "User",
    "LogonGuid:guid={00000000-0000-0000-0000-000000000000}",
    "LogonId:hex64=0x3e7",
    "TerminalSessionId:u32=1",
    "IntegrityLevel=Medium",
    "Hashes",
    "ParentProcessGuid:guid={00000000-0000-0000-0000-000000000000}",
    "ParentProcessId:u32=4",
    "ParentImage",
    "ParentCommandLine",
];
const NETWORK: Fields = &[
    "User=NT AUTHORITY\\SYSTEM",
    "Protocol=tcp",
    "Initiated:bool=true",
    "SourceIsIpv6:bool=false",
    "SourceIp",
    "SourceHostname=-",
    "SourcePort:u16=0",
    "SourcePortName=-",
    "DestinationIsIpv6:bool=false",
    "DestinationIp",
    "DestinationHostname=-",
    "DestinationPort:u16=0",
    "DestinationPortName=-",
];

/// Channel `Microsoft-Windows-Sysmon/Operational`. The same version number stands for layouts of
/// different releases: `OLD` asks for that of Sysmon 5 to 8.
const SYSMON_LAYOUTS: &[Layout] = &[
    sysmon(
        1,
        5,
        &[
            STARTED,
            &[
                "FileVersion=10.0.19041.1 (WinBuild.160101.0800)",
                "Description",
                "Product=Microsoft® Windows® Operating System",
                "Company=Microsoft Corporation",
                "OriginalFileName",
            ],
            COMMAND,
            &["ParentUser"],
        ],
    ),
    sysmon(
        1,
        OLD,
        &[
            &[
                "UtcTime",
                "ProcessGuid:guid={00000000-0000-0000-0000-000000000000}",
                "ProcessId:u32=4",
                "Image",
            ],
            COMMAND,
        ],
    ),
    sysmon(3, 5, &[STARTED, NETWORK]),
    sysmon(4, 3, &[&["UtcTime", "State=Started", "Version=15.15", "SchemaVersion=4.90"]]),
    sysmon(5, 3, &[STARTED, &["User"]]),
    sysmon(
        7,
        3,
        &[
            STARTED,
            &[
                "ImageLoaded",
                "FileVersion=10.0.19041.1 (WinBuild.160101.0800)",
                "Description",
                "Product=Microsoft® Windows® Operating System",
                "Company=Microsoft Corporation",
                "OriginalFileName",
                "Hashes",
                "Signed=true",
                "Signature=Microsoft Windows",
                "SignatureStatus=Valid",
                "User",
            ],
        ],
    ),
    sysmon(11, 2, &[STARTED, &["TargetFilename", "CreationUtcTime", "User=NT AUTHORITY\\SYSTEM"]]),
    sysmon(
        16,
        3,
        &[&[
            "UtcTime",
            "Configuration=C:\\Windows\\sysmon.xml",
            "ConfigurationFileHash=SHA256=A5B1",
        ]],
    ),
    sysmon(
        18,
        1,
        &[&[
            "RuleName=-",
            "EventType=ConnectPipe",
            "UtcTime",
            "ProcessGuid:guid={00000000-0000-0000-0000-000000000000}",
            "ProcessId:u32=4",
            "PipeName",
            "Image",
            "User",
        ]],
    ),
    Layout { level: 2, ..sysmon(255, 3, &[&["UtcTime", "ID", "Description"]]) },
];

/// Stands for an older layout of the same version number.
pub(crate) const OLD: u8 = 0xff;
