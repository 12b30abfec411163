/// How a usage row is written as bytes.
///
/// Place of the portal within its bucket (16 bits), day since 2000-01-01 (16), bytes that follow (16), one bit per count
/// that says whether it is above zero, and those counts as LEB128 numbers ("DWARF Debugging Information Format" 4,
/// section 7.6). Little-endian, without padding.
struct RowCode: Sendable {
    /// 2000-01-01 as days since 1970-01-01: the first day of a row.
    static let firstDay: Int32 = 10_957
    static let headBytes = 6
    private static let numberBytes = 5

    let width: Int
    let maskBytes: Int
    /// The longest row.
    let mostBytes: Int

    init(width: Int) {
        self.width = width
        maskBytes = (width + 7) / 8
        mostBytes = Self.headBytes + maskBytes + width * Self.numberBytes
        precondition(mostBytes <= UInt16.max, "A row has too many counts.")
    }

    /// Writes a row and returns the bytes that it takes.
    ///
    /// - Parameters:
    ///   - counts: by column; the row's are at `row` of each.
    @inline(__always)
    func write(
        place: UInt16, day: Int32, counts: UnsafePointer<UnsafePointer<UInt32>>, row: Int,
        to target: UnsafeMutableRawPointer
    ) -> Int {
        let mask = target.assumingMemoryBound(to: UInt8.self) + Self.headBytes
        for byte in 0..<maskBytes { mask[byte] = 0 }
        var end = mask + maskBytes
        for column in 0..<width {
            var number = counts[column][row]
            guard number > 0 else { continue }
            mask[column >> 3] |= 1 << UInt8(column & 7)
            while number >= 0x80 {
                end.pointee = UInt8(truncatingIfNeeded: number) | 0x80
                end += 1
                number >>= 7
            }
            end.pointee = UInt8(truncatingIfNeeded: number)
            end += 1
        }
        let bytes = UnsafeMutableRawPointer(end) - target
        target.storeBytes(of: place.littleEndian, as: UInt16.self)
        target.storeBytes(of: UInt16(day - Self.firstDay).littleEndian, toByteOffset: 2, as: UInt16.self)
        target.storeBytes(of: UInt16(bytes - Self.headBytes).littleEndian, toByteOffset: 4, as: UInt16.self)
        return bytes
    }

    /// Place, day, and the bytes of the whole row.
    @inline(__always)
    static func head(of row: UnsafeRawPointer) -> (place: Int, day: Int32, bytes: Int) {
        let place = UInt16(littleEndian: row.loadUnaligned(as: UInt16.self))
        let day = UInt16(littleEndian: row.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        let rest = UInt16(littleEndian: row.loadUnaligned(fromByteOffset: 4, as: UInt16.self))
        return (Int(place), Int32(day) + firstDay, headBytes + Int(rest))
    }

    /// Reads the counts of a row.
    @inline(__always)
    func readCounts(of row: UnsafeRawPointer, into target: UnsafeMutablePointer<UInt32>) {
        let mask = row.assumingMemoryBound(to: UInt8.self) + Self.headBytes
        var next = mask + maskBytes
        for column in 0..<width {
            guard mask[column >> 3] >> UInt8(column & 7) & 1 == 1 else {
                target[column] = 0
                continue
            }
            var number = UInt32(next.pointee & 0x7F)
            var shift: UInt32 = 7
            while next.pointee & 0x80 != 0 {
                next += 1
                number |= UInt32(next.pointee & 0x7F) << shift
                shift += 7
            }
            next += 1
            target[column] = number
        }
    }
}
