import DuckDB
import Synchronization
import Testing

/// Counts that come as doubles.
@Suite struct WholeNumberTests {
    private final class Sink: RowSink {
        let taken = Mutex<(numbers: [UInt32], others: Int)>(([], 0))

        func makeWorker() -> any RowSinkWorker { Worker(self) }

        private final class Worker: RowSinkWorker {
            let sink: Sink
            init(_ sink: Sink) { self.sink = sink }

            func take(_ chunk: InputChunk) throws {
                var numbers = [UInt32](repeating: 7, count: chunk.count)
                let others = numbers.withUnsafeMutableBufferPointer { chunk.wholeNumbers(0, into: $0.baseAddress!) }
                sink.taken.withLock { taken in
                    taken.numbers += numbers
                    taken.others += others
                }
            }
        }
    }

    private func take(_ values: [String]) throws -> (numbers: [UInt32], others: Int) {
        let connection = try Database.open(settings: ["threads": "1"]).connect()
        let sink = Sink()
        try connection.register(sink, as: "take", columns: [.double])
        try connection.execute(
            "SELECT sum(take(v::DOUBLE)) FROM (SELECT unnest([\(unsafe: values.joined(separator: ", "))]::DOUBLE[]) AS v)"
        )
        return sink.taken.withLock { $0 }
    }

    @Test func wholeNumbersBelow2To32() throws {
        #expect(try take(["0", "1", "-0.0", "60.0", "1e3", "4294967295"]) == ([0, 1, 0, 60, 1000, .max], 0))
        #expect(try take(["3", "NULL", "4"]) == ([3, 0, 4], 0))
    }

    @Test(arguments: [
        "0.5", "-1", "4294967296", "1e300", "-1e300", "'nan'::DOUBLE", "'inf'::DOUBLE", "'-inf'::DOUBLE", "1e-300",
        "4503599627370497",
    ])
    func allOthersAreCounted(value: String) throws {
        #expect(try take(["5", value]).others == 1)
        #expect(try take([value, "NULL", "5", value]).others == 2)
    }
}
