internal import Boosting

/// A 64-bit number that identifies a sequence of values. Equal sequences have equal fingerprints, and different ones
/// almost surely do not.
///
/// It does not resist deliberate collisions. The step is MurmurHash3's 64-bit finaliser.
struct Fingerprint {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func add(_ value: UInt64) {
        state = (state ^ value) &* 0xFF51_AFD7_ED55_8CCD
        state ^= state >> 33
        state = state &* 0xC4CE_B9FE_1A85_EC53
        state ^= state >> 29
    }

    mutating func add(_ value: Int) { add(UInt64(bitPattern: Int64(value))) }

    mutating func add(_ value: Double) { add(value.isNaN ? UInt64.max : (value + 0).bitPattern) }

    mutating func add(_ text: String) {
        add(text.utf8.count)
        for byte in text.utf8 { add(UInt64(byte)) }
    }

    /// The fingerprint as sixteen hexadecimal digits.
    var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension FeatureSet {
    /// The fingerprint of the names, definitions and order of the features.
    var fingerprint: String {
        var fingerprint = Fingerprint()
        for feature in features {
            fingerprint.add(feature.name)
            fingerprint.add(feature.expression)
            fingerprint.add(feature.isCategorical ? 1 : 0)
        }
        return fingerprint.text
    }
}
