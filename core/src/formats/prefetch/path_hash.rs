//! The hash in the name and header of a Prefetch file.

/// Hash of a device path such as `\DEVICE\HARDDISKVOLUME2\WINDOWS\SYSTEM32\NET.EXE`, Vista to 11.
/// The path is brought to upper case. Host programs (svchost, rundll32, mmc, dllhost …) mix in
/// their command line as well; XP hashes otherwise. Reference: `libscca`, "Prefetch hash".
///
/// ```
/// use konseki_core::formats::prefetch::path_hash;
/// let path = r"\DEVICE\HARDDISKVOLUME2\WINDOWS\SYSTEM32\NET.EXE";
/// assert_eq!(format!("{:08X}", path_hash(path)), "DF44F913");
/// ```
pub fn path_hash(device_path: &str) -> u32 {
    device_path
        .to_uppercase()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .fold(314_159_u32, |hash, byte| hash.wrapping_mul(37).wrapping_add(u32::from(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_of_net_exe_by_volume_and_folder() {
        for (volume, folder, hash) in [
            (1, "System32", 0x1DF3_A2F6),
            (2, "System32", 0xDF44_F913),
            (3, "System32", 0xA096_4F30),
            (4, "System32", 0x61E7_A54D),
            (5, "System32", 0x2338_FB6A),
            (6, "System32", 0xE48A_5187),
            (2, "SysWOW64", 0x40D4_8057),
            (3, "SysWOW64", 0x0225_D674),
            (4, "SysWOW64", 0xC377_2C91),
        ] {
            let path = format!(r"\device\harddiskvolume{volume}\Windows\{folder}\net.exe");
            assert_eq!(path_hash(&path), hash, "{path}");
        }
    }
}
