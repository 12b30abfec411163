internal import Foundation

/// The model card's section on calibration.
package struct CalibrationSection {
    private let report: CalibrationReport

    package init(_ report: CalibrationReport) {
        self.report = report
    }

    package var markdown: String {
        let models = ModelName.known.compactMap { name in report.of(name).map { (name, $0) } }
        return (["## Calibration", introduction, methods(models)] + models.map(section)).joined(separator: "\n\n")
    }

    private var introduction: String {
        """
        Fitted on the scores of the backtest's \(report.sundays.count) lists, which the models had not seen. \
        The methods are compared on lists whose calibrations had seen earlier ones alone. "Allowed" is the interval in \
        which the conversions would lie nine times in ten if the listed probabilities were right.
        """
    }

    private func methods(_ models: [(ModelName, ModelCalibration)]) -> String {
        let rows = models.flatMap { name, calibration in
            calibration.candidates.map { candidate in
                let isTaken = candidate.method == calibration.calibration.method ? " (taken)" : ""
                return "| \(name.title) | \(candidate.method.rawValue)\(isTaken) | \(candidate.conversions) | "
                    + "\(number(candidate.logLoss, 6)) | \(number(candidate.gain, 6)) ± "
                    + "\(number(candidate.standardError, 6)) | \(number(candidate.brier, 6)) | "
                    + "\(number(candidate.calibrationError, 5)) |"
            }
        }
        return """
            | model | method | conversions | log loss | lower than without | Brier | calibration error |
            |---|---|---|---|---|---|---|
            \(rows.joined(separator: "\n"))
            """
    }

    private func section(_ name: ModelName, _ calibration: ModelCalibration) -> String {
        var parts = ["### \(name.title): \(calibration.calibration.method.rawValue)", calibration.reason]
        parts.append(bands(calibration))
        if !calibration.overConfident.isEmpty {
            parts.append(
                "The ranks \(calibration.overConfident.joined(separator: " and ")) are over-confident: expect fewer "
                    + "conversions there than listed.")
        }
        if let coverage = calibration.coverage {
            parts.append(
                "The 90% interval of the number of conversions, made with what was known by then, held on "
                    + "\(coverage.covered) of \(coverage.sundays) lists.")
        }
        return parts.joined(separator: "\n\n")
    }

    private func bands(_ calibration: ModelCalibration) -> String {
        var columns: [(String, ModelCalibration.Agreement)] = [("all lists, raw", calibration.raw)]
        if calibration.calibration != .none, let before = calibration.before, let after = calibration.after {
            columns += [("judged, raw", before), ("judged, listed", after)]
        }
        let rows = columns.flatMap { title, agreement in
            (agreement.bands + [agreement.total]).enumerated().map { place, band in
                let name = place < agreement.bands.count ? band.title : "all"
                return "| \(title) | \(name) | \(band.snapshots) | \(number(band.expected, 1)) | \(band.actual) | "
                    + "\(band.low) to \(band.high) |"
            }
        }
        return """
            | scores | ranks | snapshots | expected | actual | allowed |
            |---|---|---|---|---|---|
            \(rows.joined(separator: "\n"))
            """
    }

    private func number(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }
}
