internal import Foundation

/// The non-decreasing rates that lie nearest to the labels, by pooling adjacent violators.
///
/// Ayer, Brunk, Ewing, Reid, Silverman, "An empirical distribution function for sampling with incomplete information",
/// Annals of Mathematical Statistics 26, 1955.
enum IsotonicFit {
    private struct Block {
        var first: Double
        var last: Double
        var positives: Double
        var weight: Double

        var rate: Double { positives / weight }
    }

    /// Fits the map in log-odds. It is constant over a block of pooled scores and linear between blocks.
    ///
    /// A first block without conversions, or a last block with nothing else, would have infinite log-odds. It gets half
    /// a conversion more (or less) in one row more, and at most half the way to its neighbour's rate.
    static func fit(_ rows: ScoredRows) -> Calibration? {
        let blocks = pooled(rows)
        guard !blocks.isEmpty else { return nil }
        var rates = blocks.map(\.rate)
        if rates[0] == 0 {
            let alone = 0.5 / (blocks[0].weight + 1)
            rates[0] = rates.count > 1 ? min(alone, rates[1] / 2) : alone
        }
        let end = rates.count - 1
        if rates[end] == 1 {
            let alone = 1 - 0.5 / (blocks[end].weight + 1)
            rates[end] = end > 0 ? max(alone, (1 + rates[end - 1]) / 2) : alone
        }
        var raw: [Double] = []
        var listed: [Double] = []
        for (block, rate) in zip(blocks, rates) {
            let logOdds = log(rate) - log1p(-rate)
            for point in block.first == block.last ? [block.first] : [block.first, block.last] {
                raw.append(point)
                listed.append(logOdds)
            }
        }
        return .isotonic(raw: raw, listed: listed)
    }

    private static func pooled(_ rows: ScoredRows) -> [Block] {
        let order = rows.logOdds.indices.sorted { rows.logOdds[$0] < rows.logOdds[$1] }
        var blocks: [Block] = []
        var place = 0
        while place < order.count {
            let score = rows.logOdds[order[place]]
            var block = Block(first: score, last: score, positives: 0, weight: 0)
            while place < order.count, rows.logOdds[order[place]] == score {
                let row = order[place]
                block.weight += rows.weight(row)
                if rows.labels[row] { block.positives += rows.weight(row) }
                place += 1
            }
            guard block.weight > 0 else { continue }
            // The comparison uses products, so that equal rates form one block whatever the rounding of their
            // quotients.
            while let before = blocks.last, before.positives * block.weight >= block.positives * before.weight {
                blocks.removeLast()
                block = Block(
                    first: before.first, last: block.last, positives: before.positives + block.positives,
                    weight: before.weight + block.weight)
            }
            blocks.append(block)
        }
        return blocks
    }
}
