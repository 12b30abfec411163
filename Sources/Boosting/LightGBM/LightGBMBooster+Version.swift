extension LightGBMBooster {
    /// The version that `Scripts/native-libs.lock` pins. The C API does not report it.
    package static let pinnedVersion = "4.7.0"
}
