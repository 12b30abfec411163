internal import DuckDB
internal import Synchronization

/// Portals whose rows have all left every window. One row stands for all Sundays until the next usage row.
/// `SnapshotFiles` describes how the Sundays are read back.
///
/// The rows of a part are kept until its walk is done, in blocks of DuckDB's chunk size.
// The walking thread hands it to the writing thread.
final class DormantSpans: RowSource, @unchecked Sendable {
    let columns: [(name: String, type: ColumnType)]
    private let layout: WalkLayout
    private var blocks: [Block] = []
    private var read = 0

    /// The number of Sundays that the rows stand for, and how many of them were followed by a conversion.
    private(set) var sundayCount = 0
    private(set) var positiveCount = 0

    var count: Int { blocks.reduce(0) { $0 + $1.count } }

    init(layout: WalkLayout) {
        self.layout = layout
        columns = layout.columns + [(SnapshotColumn.lastDate, .date)]
    }

    /// Adds a row and lets `write` fill it.
    ///
    /// - Parameters:
    ///   - lastSunday: The last Sunday of the span, in days since 1970-01-01.
    ///   - sundays: The number of Sundays that the row stands for.
    ///   - positives: The number of these Sundays that were followed by a conversion.
    func add(lastSunday: Int32, sundays: Int, positives: Int, _ write: (borrowing WalkOutput, _ row: Int) -> Void) {
        if blocks.last.map({ $0.count == Block.capacity }) ?? true {
            blocks.append(Block(types: columns.map(\.type), layout: layout))
        }
        let block = blocks.last!
        write(block.output, block.count)
        block.columns[columns.count - 1].assumingMemoryBound(to: Int32.self)[block.count] = lastSunday
        block.count += 1
        sundayCount += sundays
        positiveCount += positives
    }

    func fill(_ chunk: OutputChunk) -> Int {
        guard read < blocks.count else { return 0 }
        let block = blocks[read]
        read += 1
        for (index, column) in columns.enumerated() {
            let size = Block.width(column.type)
            chunk.column(index, as: UInt8.self)
                .update(from: block.columns[index].assumingMemoryBound(to: UInt8.self), count: size * block.count)
        }
        for null in block.nulls { chunk.setNull(null.column, null.row) }
        return block.count
    }

    /// Some rows, by column.
    private final class Block: WalkTarget {
        static let capacity = 2_048

        let columns: [UnsafeMutableRawPointer]
        private(set) var nulls: [(column: Int, row: Int)] = []
        private(set) var output: WalkOutput!
        var count = 0

        init(types: [ColumnType], layout: WalkLayout) {
            columns = types.map { .allocate(byteCount: Self.capacity * Self.width($0), alignment: 8) }
            output = WalkOutput(self, layout: layout)
        }

        deinit { for column in columns { column.deallocate() } }

        func column<Value>(_ index: Int, as type: Value.Type) -> UnsafeMutablePointer<Value> {
            columns[index].assumingMemoryBound(to: type)
        }

        func setNull(_ column: Int, _ row: Int) { nulls.append((column, row)) }

        static func width(_ type: ColumnType) -> Int {
            switch type {
            case .boolean: 1
            case .integer, .uinteger, .date, .float: 4
            case .bigint, .double: 8
            case .varchar: preconditionFailure("The walk emits no texts.")
            }
        }
    }
}

/// The dormant spans of parts that are walked side by side. Several neighbouring parts share one file, since a
/// statement costs as much as writing the few rows of a part.
final class DormantFiles: Sendable {
    private static let partsPerFile = 8

    /// The content of one file.
    struct Contents {
        let number: Int
        let spans: [DormantSpans]
        let portals: Range<Int>
    }

    private let parts: [Range<Int>]
    /// The spans received so far, by file and part.
    private let waiting = Mutex<[Int: [Int: DormantSpans]]>([:])

    /// Prepares the files.
    ///
    /// - Parameter parts: The portals of each part, in order.
    init(parts: [Range<Int>]) { self.parts = parts }

    /// Adds the spans from the walk of a part.
    ///
    /// - Returns: The content of a file, if this was the last of its parts and there are any spans.
    func add(_ spans: DormantSpans, of part: Int) -> Contents? {
        let number = part / Self.partsPerFile
        let own = parts.indices.clamped(to: number * Self.partsPerFile..<(number + 1) * Self.partsPerFile)
        let complete = waiting.withLock { waiting -> [Int: DormantSpans]? in
            waiting[number, default: [:]][part] = spans
            return waiting[number]!.count == own.count ? waiting.removeValue(forKey: number) : nil
        }
        guard let complete, complete.values.contains(where: { $0.count > 0 }) else { return nil }
        return Contents(
            number: number, spans: own.map { complete[$0]! },
            portals: parts[own.lowerBound].lowerBound..<parts[own.upperBound - 1].upperBound)
    }
}

extension DormantFiles.Contents {
    /// The rows of all spans, one after another.
    final class Rows: RowSource {
        let columns: [(name: String, type: ColumnType)]
        private var rest: ArraySlice<DormantSpans>

        init(_ contents: DormantFiles.Contents) {
            columns = contents.spans[0].columns
            rest = contents.spans[...]
        }

        func fill(_ chunk: OutputChunk) -> Int {
            while let spans = rest.first {
                let count = spans.fill(chunk)
                if count > 0 { return count }
                rest.removeFirst()
            }
            return 0
        }
    }
}
