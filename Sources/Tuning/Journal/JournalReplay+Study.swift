extension JournalReplay {
    /// Returns a study of the journal, or nil if the journal does not have it.
    ///
    /// - Throws: `TuningError` if its direction or space differs.
    func study(named name: String, space: SearchSpace, direction: Direction, path: String) throws -> Study? {
        guard let record = study(named: name) else { return nil }
        guard record.directions == [direction.rawValue] else {
            throw TuningError.differs(path, study: name, "it does not \(direction) one value")
        }
        var converted: [Trial] = []
        var nextSlot = 0
        for (number, id) in record.trials.enumerated() {
            let trial = trials[id]
            let coordinates: [Double]
            do {
                coordinates = try self.coordinates(of: trial, in: space)
            } catch {
                throw TuningError.differs(path, study: name, "in its trial \(number) \(error.reason)")
            }
            var slot = nextSlot
            if let earlier = trial.failedTrial, converted.indices.contains(earlier) {
                slot = converted[earlier].slot
            } else if trial.state != .waiting {
                nextSlot += 1
            }
            converted.append(
                Trial(
                    number: number, slot: slot, state: trial.state, coordinates: coordinates,
                    value: trial.values?.first, intermediateValues: trial.intermediateValues, start: trial.start,
                    end: trial.end, isInterrupted: trial.isInterrupted))
        }
        return Study(name: name, direction: direction, space: space, trials: converted)
    }

    /// Returns the trial's point. It is empty for a trial that lacks parameters and cannot be learned from.
    private func coordinates(of trial: TrialRecord, in space: SearchSpace) throws(Unreadable) -> [Double] {
        for (name, json) in trial.distributions.sorted(by: { $0.key < $1.key }) {
            guard let parameter = space.parameters.first(where: { $0.name == name }) else {
                throw Unreadable("there is a parameter '\(name)'")
            }
            // In most cases, it is exactly the text that would be written.
            if parameter.distribution.json == json { continue }
            guard let distribution = try? Distribution(json: json, name: name),
                distribution.isSame(as: parameter.distribution)
            else { throw Unreadable("the parameter '\(name)' has the domain \(json)") }
        }
        var coordinates: [Double] = []
        for parameter in space.parameters {
            guard let coordinate = trial.parameters[parameter.name] else {
                if trial.state == .complete || trial.state == .pruned {
                    throw Unreadable("there is no parameter '\(parameter.name)'")
                }
                return []
            }
            guard parameter.distribution.contains(coordinate) else {
                throw Unreadable("the parameter '\(parameter.name)' is \(coordinate), outside its domain")
            }
            coordinates.append(coordinate)
        }
        return coordinates
    }
}
