internal import Arrow

/// Rows in the form for a logistic regression: standardised numbers, and which column of zeros and ones has the 1, for
/// each category and each number that may be missing.
///
/// A matrix never changes.
final class LogisticMatrix: Sendable {
    /// The features with the statistics of their columns. All coefficients are 0.
    let features: [LogisticFeature]
    let labels: [Float]
    let weights: [Float]?
    let totalWeight: Double
    /// The standardised numbers, row by row, padded to whole groups of four.
    let numbers: [SIMD4<Double>]
    /// The number of groups of four numbers in a row.
    let groups: Int
    /// The position of the coefficient for each row and slot, or `none`.
    let ones: [Int32]
    /// The number of slots in a row: one for each category, and one for each number that may be missing.
    let slots: Int
    /// The number of coefficients, including those of the padding but not the intercept: four for each group, then
    /// those of the columns of zeros and ones.
    let coefficientCount: Int

    static let none: Int32 = -1

    /// Makes a matrix.
    ///
    /// - Parameters:
    ///   - rows: The checked rows.
    ///   - features: The statistics of the training rows. nil: learn them from these rows.
    init(_ rows: LabelledRows, categorical: Set<Int>, features known: [LogisticFeature]? = nil) throws {
        labels = rows.labels
        weights = rows.weights
        let weights = rows.weights.map { $0.map(Double.init) } ?? [Double](repeating: 1, count: rows.labels.count)
        totalWeight = weights.reduce(0, +)

        var features = known ?? []
        if known == nil {
            for (column, name) in zip(rows.features, rows.names) {
                let values = try rows.table.doubles(column)
                features.append(
                    categorical.contains(column)
                        ? .category(name, values: values, weights: weights)
                        : .number(name, values: values, weights: weights))
            }
        }
        self.features = features
        let layout = LogisticLayout(features)
        groups = layout.groups
        slots = layout.slots
        coefficientCount = layout.coefficientCount

        var numbers = [SIMD4<Double>](repeating: .zero, count: labels.count * layout.groups)
        var ones = [Int32](repeating: Self.none, count: labels.count * layout.slots)
        for (index, feature) in features.enumerated() {
            let values = try rows.table.doubles(rows.features[index])
            let place = layout.places[index]
            for (row, value) in values.enumerated() {
                if let number = feature.number {
                    numbers[row * layout.groups + place.number / 4][place.number % 4] = number.standardised(value)
                }
                guard let slot = place.slot else { continue }
                ones[row * layout.slots + slot] = place.one(value, of: feature)
            }
        }
        self.numbers = numbers
        self.ones = ones
    }

    var rowCount: Int { labels.count }
}

/// The positions of each feature's coefficients.
struct LogisticLayout {
    struct Place {
        /// The position of a number's coefficient.
        var number = 0
        var slot: Int?
        /// The positions of the levels' coefficients, by code.
        var levels: [Int: Int] = [:]
        var missing: Int?

        /// Returns the column of zeros and ones that has the 1 for a value.
        func one(_ value: Double, of feature: LogisticFeature) -> Int32 {
            if feature.number != nil { return value.isFinite ? LogisticMatrix.none : Int32(missing!) }
            let level = feature.code(of: value).flatMap { levels[$0] } ?? missing
            return level.map(Int32.init) ?? LogisticMatrix.none
        }
    }

    private(set) var places: [Place] = []
    let groups: Int
    private(set) var slots = 0
    private(set) var coefficientCount: Int

    init(_ features: [LogisticFeature]) {
        groups = (features.count { $0.number != nil } + 3) / 4
        coefficientCount = 4 * groups
        var numbers = 0
        for feature in features {
            var place = Place()
            if feature.number != nil {
                place.number = numbers
                numbers += 1
            }
            for code in feature.levels.keys.sorted() {
                place.levels[code] = coefficientCount
                coefficientCount += 1
            }
            if feature.missing != nil {
                place.missing = coefficientCount
                coefficientCount += 1
            }
            if feature.number == nil || feature.missing != nil {
                place.slot = slots
                slots += 1
            }
            places.append(place)
        }
    }

    /// Returns the features with the coefficients of a solution.
    func features(_ features: [LogisticFeature], with coefficients: [Double]) -> [LogisticFeature] {
        zip(features, places).map { feature, place in
            var feature = feature
            feature.number?.coefficient = coefficients[place.number]
            for (code, position) in place.levels { feature.levels[code]?.coefficient = coefficients[position] }
            if let position = place.missing { feature.missing?.coefficient = coefficients[position] }
            return feature
        }
    }
}
