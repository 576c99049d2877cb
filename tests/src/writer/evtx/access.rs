//! Access masks of files and the access lists that Windows writes for them.

/// Open for reading: 0x120089.
pub const GENERIC_READ: u32 = 0x12_0089;
/// Read and write with all attributes: 0x12019f.
pub const FULL_WRITE: u32 = 0x12_019f;
/// Open a folder to list it: 0x100081.
pub const LIST_FOLDER: u32 = 0x10_0081;
/// Read data or list a folder: 0x1.
pub const READ_DATA: u32 = 0x1;

/// Rights of files in the order of an access list, with their message numbers.
const RIGHTS: [(u32, u16); 15] = [
    (0x1_0000, 1537),
    (0x2_0000, 1538),
    (0x4_0000, 1539),
    (0x8_0000, 1540),
    (0x10_0000, 1541),
    (0x100_0000, 1542),
    (0x1, 4416),
    (0x2, 4417),
    (0x4, 4418),
    (0x8, 4419),
    (0x10, 4420),
    (0x20, 4421),
    (0x40, 4422),
    (0x80, 4423),
    (0x100, 4424),
];

/// The access list of a mask, as it stands in 4656, 4663, 5140 and 5145.
///
/// ```
/// use konseki_tests::writer::evtx::access_list;
/// assert_eq!(access_list(0x1), "%%4416\r\n\t\t\t\t");
/// ```
pub fn access_list(mask: u32) -> String {
    RIGHTS
        .iter()
        .filter(|(bit, _)| mask & bit != 0)
        .map(|(_, message)| format!("%%{message}\r\n\t\t\t\t"))
        .collect()
}
