/// The settings of calibration, which turns raw scores into listed probabilities.
package struct CalibrationSettings: Equatable, Sendable {
    /// The method. nil: chosen by its out-of-sample results.
    package var method: Calibration.Method?
    /// Minimum number of conversions to fit a calibration on: ten for each of up to three parameters. Peduzzi et al.,
    /// "A simulation study of the number of events per variable in logistic regression analysis", Journal of Clinical
    /// Epidemiology 49, 1996.
    package var leastConversions = 30
    /// Minimum number of conversions for the isotonic method, which has as many parameters as steps.
    package var leastIsotonicConversions = 300

    package init() {}
}
