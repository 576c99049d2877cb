//! Access rights of files and shares as sets. Reference: [MS-DTYP] §2.4.3, message ids `%%…`.

/// Right, message id in AccessList, bit in AccessMask.
const RIGHTS: &[(&str, u32, u32)] = &[
    ("ReadData", 4416, 0x1),
    ("WriteData", 4417, 0x2),
    ("AppendData", 4418, 0x4),
    ("ReadEA", 4419, 0x8),
    ("WriteEA", 4420, 0x10),
    ("Execute", 4421, 0x20),
    ("DeleteChild", 4422, 0x40),
    ("ReadAttributes", 4423, 0x80),
    ("WriteAttributes", 4424, 0x100),
    ("DELETE", 1537, 0x1_0000),
    ("READ_CONTROL", 1538, 0x2_0000),
    ("WRITE_DAC", 1539, 0x4_0000),
    ("WRITE_OWNER", 1540, 0x8_0000),
    ("SYNCHRONIZE", 1541, 0x10_0000),
    ("ACCESS_SYS_SEC", 1542, 0x100_0000),
];

/// Bit of a right by its name.
pub fn bit(name: &str) -> Option<u32> {
    RIGHTS.iter().find(|(right, _, _)| *right == name).map(|(_, _, bit)| *bit)
}

/// Mask of an AccessList such as `%%4416\r\n\t\t\t\t%%4423`: whatever stands between the ids is
/// ignored. `None` when there is no id in it.
///
/// ```
/// use konseki_core::evidence::access_rights::mask_of_list;
/// assert_eq!(mask_of_list("%%1541\r\n\t\t\t\t%%4416\r\n\t\t\t\t%%4423 "), Some(0x100081));
/// assert_eq!(mask_of_list("-"), None);
/// ```
pub fn mask_of_list(list: &str) -> Option<u32> {
    let ids = list.split("%%").skip(1).filter_map(|part| {
        let digits = part.split(|c: char| !c.is_ascii_digit()).next()?;
        digits.parse::<u32>().ok()
    });
    let mut mask = None;
    for id in ids {
        let bit = RIGHTS.iter().find(|(_, known, _)| *known == id).map_or(0, |(_, _, bit)| *bit);
        mask = Some(mask.unwrap_or(0) | bit);
    }
    mask
}

/// Names of the rights in a mask, in bit order.
pub fn names(mask: u32) -> Vec<&'static str> {
    RIGHTS.iter().filter(|(_, _, bit)| mask & bit != 0).map(|(name, _, _)| *name).collect()
}

/// Message ids of the rights in a mask, in bit order.
///
/// ```
/// use konseki_core::evidence::access_rights::message_ids;
/// assert_eq!(message_ids(0x10_0001), [4416, 1541]);
/// ```
pub fn message_ids(mask: u32) -> Vec<u32> {
    RIGHTS.iter().filter(|(_, _, bit)| mask & bit != 0).map(|(_, id, _)| *id).collect()
}
