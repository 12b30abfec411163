extension LightGBMBooster {
    /// The version that `Scripts/native-libs.lock` pins; the C API does not tell.
    package static let pinnedVersion = "4.7.0"
}
