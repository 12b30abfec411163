internal import Base
internal import Boosting
public import Foundation

/// A method that learns which portals become customers, as a further member of the ensemble.
///
/// Register a learner once per process, before you read configurations. Its name then works like `lightgbm`: list it in
/// `models.members`, and in `ensemble.members` if it is to count in the ensemble.
///
/// ```swift
/// try LearnerRegistry.register(Scorecard())
/// let configuration = try Configuration(
///     contentsOfFile: "prospect.yaml", overrides: ["models.members=[lightgbm, scorecard]"])
/// ```
///
/// The same rows and the same seed must give the same model, because runs are compared byte by byte.
public protocol Learner: Sendable {
    /// The name in configurations, files and columns: at most 30 lower-case letters, digits and underscores, starting
    /// with a letter.
    var name: String { get }

    /// The name in sentences and headings. Default: `name`.
    var title: String { get }

    /// The version of the method. The run's manifest records it.
    var version: String { get }

    /// Fits a model.
    ///
    /// - Parameters:
    ///   - rows: Matured snapshots with their outcomes, one for each portal and Sunday.
    ///   - seed: The seed for every random choice.
    /// - Returns: A model that depends on these rows and the seed alone.
    func fit(_ rows: LabelledRows, seed: Int) throws -> any FittedModel

    /// Reads a model that ``FittedModel/encoded()`` wrote.
    func decode(_ data: Data) throws -> any FittedModel
}

extension Learner {
    public var title: String { name }
    public var version: String { "1" }
}

/// A model that a ``Learner`` has fitted. Several threads may use it at the same time.
public protocol FittedModel: Sendable {
    /// Returns the contribution of each feature to the score of each row.
    ///
    /// The score of a row is the sum of its contributions, in log-odds. Calibration and the ensemble use this score,
    /// and the listed reasons come from the contributions.
    ///
    /// - Parameter rows: The features, in the order in which the model was fitted.
    /// - Returns: An array for each row: one finite number per feature, then the base, which is the same for all rows.
    func contributions(_ rows: FeatureRows) throws -> [[Double]]

    /// Returns the model as data. ``Learner/decode(_:)`` restores exactly the same model from it.
    func encoded() throws -> Data
}

/// The features of some rows, column by column.
public struct FeatureRows: Sendable {
    /// The names of the features, such as `TOTAL_ACTIONS_30D_LOG1P`.
    public let names: [String]
    /// One array per feature with a number per row. A missing value is NaN. Categories are whole numbers from 0.
    public let columns: [[Double]]

    /// The number of rows.
    public var count: Int { columns.first?.count ?? 0 }
}

/// The features of some rows with their outcomes.
public struct LabelledRows: Sendable {
    /// What was known about each portal at the end of its Sunday.
    public let features: FeatureRows
    /// The label of each row: 1 if the portal became a customer within the horizon, else 0.
    public let labels: [Double]
    /// The number of equal rows that each row stands for.
    public let weights: [Double]
}

/// The learners that this process knows.
///
/// ```swift
/// try LearnerRegistry.register(Scorecard())
/// print(LearnerRegistry.names)
/// ```
public enum LearnerRegistry {
    /// Registers a learner.
    ///
    /// - Parameter learner: The learner. Its name must be new.
    /// - Throws: ``ProspectError`` if its name is malformed or taken.
    public static func register(_ learner: any Learner) throws(ProspectError) {
        try translatingErrors {
            try Learners.register(learner.name, title: learner.title) { OwnLearner(learner, kind: $0) }
        }
    }

    /// The names that configurations may use. The program's own learners come first.
    public static var names: [String] { LearnerName.known.map(\.rawValue) }
}
