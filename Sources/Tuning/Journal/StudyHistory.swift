internal import Foundation

/// A study of a journal without its search space, for readers that only look.
package struct StudyHistory: Sendable, Equatable {
    package struct Trial: Sendable, Equatable {
        package let number: Int
        package let state: TrialState
        /// The objective's value. For a pruned trial, the last reported value. nil if there is none.
        package let value: Double?

        package init(number: Int, state: TrialState, value: Double?) {
            self.number = number
            self.state = state
            self.value = value
        }
    }

    package let name: String
    package let direction: Direction
    package let trials: [Trial]

    /// Returns the studies of a journal, oldest first.
    ///
    /// It takes no lock and changes nothing. A last line that is still being written is ignored.
    ///
    /// - Throws: `TuningError` if the file cannot be read or is not a journal.
    package static func read(path: String) throws -> [StudyHistory] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw TuningError.journal(path, cannot: "read", reason: "it cannot be opened")
        }
        var replay = JournalReplay()
        let whole = data.lastIndex(of: UInt8(ascii: "\n")).map { data[..<$0] } ?? Data()
        for (place, line) in whole.split(separator: UInt8(ascii: "\n")).enumerated() {
            do {
                try replay.apply(JSONText.decode(JournalOperation.self, from: line))
            } catch let error as JournalReplay.Unreadable {
                throw TuningError.malformed(path, line: place + 1, reason: error.reason)
            } catch {
                throw TuningError.malformed(path, line: place + 1, reason: "it is not an operation in JSON")
            }
        }
        return replay.studies.map { study in
            let trials = study.trials.enumerated().map { number, id in
                let record = replay.trials[id]
                let last = record.intermediateValues.max { $0.key < $1.key }?.value
                return Trial(
                    number: number, state: record.state,
                    value: record.state == .complete ? record.values?.first : record.state == .pruned ? last : nil)
            }
            return StudyHistory(
                name: study.name, direction: study.directions.first.flatMap(Direction.init(rawValue:)) ?? .minimize,
                trials: trials)
        }
    }
}
