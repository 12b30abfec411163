/// The encoding of a usage row as bytes.
///
/// A row consists of the index of the portal within its bucket (16 bits), the day since 2000-01-01 (16), the number of
/// bytes that follow (16), one bit per count that says whether it is above zero, and those counts as LEB128 numbers
/// ("DWARF Debugging Information Format" 4, section 7.6). It is little-endian, without padding.
struct RowCode: Sendable {
    /// The first possible day of a row: 2000-01-01 as days since 1970-01-01.
    static let firstDay: Int32 = 10_957
    static let headBytes = 6
    private static let numberBytes = 5

    let width: Int
    let maskBytes: Int
    /// The size of the longest row.
    let mostBytes: Int

    init(width: Int) {
        self.width = width
        maskBytes = (width + 7) / 8
        mostBytes = Self.headBytes + maskBytes + width * Self.numberBytes
        precondition(mostBytes <= UInt16.max, "A row has too many counts.")
    }

    /// Writes a row and returns the number of its bytes.
    ///
    /// - Parameters:
    ///   - counts: The counts by column. Those of the row are at index `row` of each column.
    @inline(__always)
    func write(
        place: UInt16, day: Int32, counts: UnsafePointer<UnsafePointer<UInt32>>, row: Int,
        to target: UnsafeMutableRawPointer
    ) -> Int {
        let mask = target.assumingMemoryBound(to: UInt8.self) + Self.headBytes
        var end = mask + maskBytes
        for byte in 0..<maskBytes {
            var bits: UInt8 = 0
            for column in 8 * byte..<min(8 * byte + 8, width) {
                let number = counts[column][row]
                // A count of zero is written too, and then overwritten. Whether it is zero is unpredictable, and a
                // mispredicted branch costs more.
                let isPresent: UInt8 = number > 0 ? 1 : 0
                bits |= isPresent << UInt8(column & 7)
                if number >= 0x80 {
                    end = Self.writeLong(number, to: end)
                } else {
                    end.pointee = UInt8(truncatingIfNeeded: number)
                    end += Int(isPresent)
                }
            }
            mask[byte] = bits
        }
        let bytes = UnsafeMutableRawPointer(end) - target
        target.storeBytes(of: place.littleEndian, as: UInt16.self)
        target.storeBytes(of: UInt16(day - Self.firstDay).littleEndian, toByteOffset: 2, as: UInt16.self)
        target.storeBytes(of: UInt16(bytes - Self.headBytes).littleEndian, toByteOffset: 4, as: UInt16.self)
        return bytes
    }

    private static func writeLong(_ number: UInt32, to target: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<
        UInt8
    > {
        var (number, end) = (number, target)
        while number >= 0x80 {
            end.pointee = UInt8(truncatingIfNeeded: number) | 0x80
            end += 1
            number >>= 7
        }
        end.pointee = UInt8(truncatingIfNeeded: number)
        return end + 1
    }

    /// Reads the index, the day, and the number of bytes of the whole row.
    @inline(__always)
    static func head(of row: UnsafeRawPointer) -> (place: Int, day: Int32, bytes: Int) {
        let place = UInt16(littleEndian: row.loadUnaligned(as: UInt16.self))
        let day = UInt16(littleEndian: row.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        let rest = UInt16(littleEndian: row.loadUnaligned(fromByteOffset: 4, as: UInt16.self))
        return (Int(place), Int32(day) + firstDay, headBytes + Int(rest))
    }

    /// Reads the counts of a row. It also reads one byte after the row, which must exist.
    @inline(__always)
    func readCounts(of row: UnsafeRawPointer, into target: UnsafeMutablePointer<UInt32>) {
        let mask = row.assumingMemoryBound(to: UInt8.self) + Self.headBytes
        var next = mask + maskBytes
        for byte in 0..<maskBytes {
            var bits = mask[byte]
            for column in 8 * byte..<min(8 * byte + 8, width) {
                let isPresent = bits & 1
                bits >>= 1
                // The mask is all ones if there is a number, else zero.
                let number = next.pointee & (0 &- isPresent)
                if number >= 0x80 {
                    target[column] = Self.readLong(&next)
                } else {
                    target[column] = UInt32(number)
                    next += Int(isPresent)
                }
            }
        }
    }

    private static func readLong(_ next: inout UnsafePointer<UInt8>) -> UInt32 {
        var number: UInt32 = 0
        var shift: UInt32 = 0
        while next.pointee & 0x80 != 0 {
            number |= UInt32(next.pointee & 0x7F) << shift
            shift += 7
            next += 1
        }
        number |= UInt32(next.pointee) << shift
        next += 1
        return number
    }
}
