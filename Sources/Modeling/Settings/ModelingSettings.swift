package import Snapshots

/// The settings of `Modeling`, with those of the stages before it.
@dynamicMemberLookup
package struct ModelingSettings: Equatable, Sendable {
    package var walk = WalkSettings()
    package var split = SplitSettings()
    package var training = TrainingSettings()
    package var models = ModelSettings()
    package var lightgbm = LightGBMParameters()
    package var xgboost = XGBoostParameters()
    package var logistic = LogisticParameters()
    package var ensemble = EnsembleSettings()
    package var tuning = TuningSettings()
    package var calibration = CalibrationSettings()
    package var ranking = RankingSettings()
    package var audit = AuditSettings()
    /// The seed of all random numbers.
    package var seed = 42

    package init() {}

    package subscript<Value>(dynamicMember member: WritableKeyPath<WalkSettings, Value>) -> Value {
        get { walk[keyPath: member] }
        set { walk[keyPath: member] = newValue }
    }
}

/// The periods of training, validation and test.
package struct SplitSettings: Equatable, Sendable {
    /// The length of the validation period in weeks. Early stopping uses it.
    package var validation = 12
    /// The length of the test period in weeks. The metrics use it.
    package var test = 12
    /// The interval in weeks between the Sundays to train on, counted back from the end of the training period.
    package var every = 2
    /// Whether to refit on all matured snapshots before ranking, with the number of rounds from early stopping.
    package var refit = true

    package init() {}
}

/// The part of the training period that a model is fitted on.
package struct TrainingSettings: Equatable, Sendable {
    /// Approximate maximum number of rows to fit on: all that converted, and a weighted sample of the others.
    package var maxRows = 1_000_000

    package init() {}
}
