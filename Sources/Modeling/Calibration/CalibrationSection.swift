internal import Base
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
        var table = ResultTable([
            .text("model"), .text("method"), .number("conversions"), .decimal("log loss", 6),
            .number("lower than without"), .decimal("Brier", 6), .decimal("calibration error", 5),
        ])
        for (name, calibration) in models {
            for candidate in calibration.candidates {
                let isTaken = candidate.method == calibration.calibration.method ? " (taken)" : ""
                let error = Numbers.decimal(candidate.standardError, 6)
                table.add(
                    name.title, candidate.method.rawValue + isTaken, candidate.conversions, candidate.logLoss,
                    "\(Numbers.decimal(candidate.gain, 6, minus: .hyphen)) ± \(error)", candidate.brier,
                    candidate.calibrationError)
            }
        }
        return table.plainMarkdown()
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
        var table = ResultTable([
            .text("scores"), .text("ranks"), .number("snapshots"), .decimal("expected", 1), .number("actual"),
            .text("allowed"),
        ])
        for (title, agreement) in columns {
            for (place, band) in (agreement.bands + [agreement.total]).enumerated() {
                table.add(
                    title, place < agreement.bands.count ? band.title : "all", band.snapshots, band.expected,
                    band.actual,
                    "\(band.low) to \(band.high)")
            }
        }
        return table.plainMarkdown()
    }
}
