// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "prospect", path: "..")],
    targets: [
        .executableTarget(
            name: "SamplerComparison", dependencies: [.product(name: "Tuning", package: "prospect")],
            path: "SamplerComparison", exclude: ["optuna_comparison.py", "table.py", "compare"], swiftSettings: strict)
    ]
)
