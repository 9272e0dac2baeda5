// SPDX-License-Identifier: GPL-3.0-or-later
// Recurrences and convolutions against their plain definitions, token by token in double precision.
#include "runtime/channel_scan.h"
#include "runtime/delta_rule.h"
#include "runtime/head_scan.h"
#include "runtime/run_support.h"

#include <numeric>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

// More than two chunks, and less than one.
const std::vector<SequenceRows> sequences{{0, 150}, {150, 37}, {187, 1}};
constexpr std::size_t tokens = 188;

struct Rows {
    Rows(std::size_t rows, std::size_t width, std::uint64_t seed, float deviation = 0.7F)
        : columns(width), values(normalValues(rows * width, seed, deviation)) {}
    std::size_t columns;
    std::vector<float> values;
    [[nodiscard]] ConstMatrix matrix() const { return {values.data(), values.size() / columns, columns, columns}; }
    [[nodiscard]] Matrix changeable() { return {values.data(), values.size() / columns, columns, columns}; }
    [[nodiscard]] double at(std::size_t row, std::size_t column) const { return values[row * columns + column]; }
};

double softPlusOf(double x) {
    return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
}
double sigmoidOf(double x) {
    return 1 / (1 + std::exp(-x));
}
double siluOf(double x) {
    return x * sigmoidOf(x);
}

using Values = std::vector<double>;

/// values / √(mean + epsilon) · gain.
Values normed(const Values& values, const std::function<double(std::size_t)>& gain, double epsilon) {
    const double mean =
        std::inner_product(values.begin(), values.end(), values.begin(), 0.0) / static_cast<double>(values.size());
    Values result;
    for (std::size_t i = 0; i < values.size(); ++i) {
        result.push_back(values[i] / std::sqrt(mean + epsilon) * gain(i));
    }
    return result;
}

/// What a convolution gives for one token, from channel `first` on.
Values convolved(const std::function<double(std::size_t, std::size_t)>& x, std::span<const float> taps, std::size_t kernel,
                 std::span<const float> bias, std::size_t token, std::size_t first, std::size_t count) {
    Values result;
    for (std::size_t channel = first; channel < first + count; ++channel) {
        double sum = bias.empty() ? 0.0 : bias[channel];
        for (std::size_t i = 0; i < kernel; ++i) {
            if (token + 1 + i >= kernel) {
                sum += taps[channel * kernel + i] * x(token + 1 + i - kernel, channel);
            }
        }
        result.push_back(sum);
    }
    return result;
}

Values activated(Values values) {
    std::ranges::transform(values, values.begin(), siluOf);
    return values;
}

std::vector<float> paces(std::size_t count, std::uint64_t seed, float lowest, float highest) {
    std::vector<float> values = normalValues(count, seed, 1.0F);
    std::ranges::transform(values, values.begin(),
                           [&](float x) { return lowest + (highest - lowest) / (1.0F + std::exp(-2.0F * x)); });
    return values;
}

/// A run with so many threads, of these sequences.
using Run = std::function<std::vector<float>(std::span<const SequenceRows>, int)>;

/// All sequences together give what was expected, the same bits on any number of threads and alone.
void check(const Run& run, const std::vector<double>& expected, std::size_t columns, double allowed) {
    const std::vector<float> got = run(sequences, 1);
    QCOMPARE(got.size(), expected.size());
    double most = 0;
    double largest = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        most = std::max(most, std::isfinite(got[i]) ? std::abs(got[i] - expected[i]) : INFINITY);
        largest = std::max(largest, std::abs(expected[i]));
    }
    qInfo("largest difference %.2g of %.3g", most / largest, largest);
    QVERIFY2(most <= allowed * largest, qPrintable(QString::number(most / largest)));
    QVERIFY(got == run(sequences, 4));
    for (const SequenceRows& sequence : sequences) {
        const std::vector<float> alone = run(std::span(&sequence, 1), 2);
        const auto begin = static_cast<std::ptrdiff_t>(sequence.first * columns);
        const auto end = begin + static_cast<std::ptrdiff_t>(sequence.count * columns);
        QVERIFY(std::equal(alone.begin() + begin, alone.begin() + end, got.begin() + begin));
    }
}

/// Calls `work(context, out)` with rows of `columns` values that hold nothing useful.
std::vector<float> madeBy(std::size_t columns, int threads, const std::function<void(const RunContext&, Matrix)>& work) {
    std::vector<float> out(tokens * columns, 99.0F);
    ThreadArena arena(threads);
    Progress progress;
    CancelToken cancel;
    work({arena, progress, cancel}, {out.data(), tokens, columns, columns});
    return out;
}

// ---- Gated delta rule ----

constexpr std::size_t kernel = 4;

struct DeltaCase {
    DeltaShape shape;
    std::vector<float> taps, decay, stepBias, gain;
    Rows x;
    DeltaCase(const DeltaShape& given, float lowestDecay, float deviation)
        : shape(given), taps(normalValues(shape.convolved() * kernel, 1, 0.5F)),
          decay(paces(shape.valueHeads, 2, lowestDecay, lowestDecay / 50)), stepBias(normalValues(shape.valueHeads, 3, 1.0F)),
          gain(paces(shape.valueSize, 4, 0.7F, 1.3F)), x(tokens, shape.inputs(), 5, deviation) {}

    [[nodiscard]] DeltaValues values() const {
        return {convolutionOf(taps, {}, static_cast<std::size_t>(shape.convolved())), decay, stepBias, gain};
    }
    [[nodiscard]] Values expectedOf(SequenceRows sequence, std::size_t head) const;
    [[nodiscard]] Values expected() const;
};

Values DeltaCase::expectedOf(SequenceRows sequence, std::size_t head) const {
    const std::size_t perKey = shape.valueHeads / shape.keyHeads;
    const std::size_t keyHead = shape.tilesValueHeads ? head % shape.keyHeads : head / perKey;
    const std::size_t key = shape.keySize;
    const std::size_t value = shape.valueSize;
    const std::size_t behind = shape.convolved() + shape.width();
    const std::size_t strength = behind + (shape.pairsPaces ? head / perKey * 2 * perKey + head % perKey : head);
    const std::size_t pace = strength + (shape.pairsPaces ? perKey : shape.valueHeads);
    const auto input = [&](std::size_t token, std::size_t channel) { return x.at(sequence.first + token, channel); };
    const auto lengthOne = [&](Values row) {
        const double size = std::inner_product(row.begin(), row.end(), row.begin(), 1e-6);
        std::ranges::transform(row, row.begin(), [&](double v) { return v / std::sqrt(size); });
        return row;
    };
    Values state(key * value, 0.0);
    Values all;
    for (std::size_t t = 0; t < sequence.count; ++t) {
        const auto part = [&](std::size_t first, std::size_t count) {
            return activated(convolved(input, taps, kernel, {}, t, first, count));
        };
        const Values q = lengthOne(part(keyHead * key, key));
        const Values k = lengthOne(part(shape.keyWidth() + keyHead * key, key));
        const Values v = part(2 * shape.keyWidth() + head * value, value);
        const double kept = std::exp(decay[head] * softPlusOf(input(t, pace) + stepBias[head]));
        Values made(value, 0.0);
        for (std::size_t j = 0; j < value; ++j) {
            double known = 0;
            for (std::size_t i = 0; i < key; ++i) {
                state[i * value + j] *= kept;
                known += state[i * value + j] * k[i];
            }
            const double correction = sigmoidOf(input(t, strength)) * (v[j] - known);
            for (std::size_t i = 0; i < key; ++i) {
                state[i * value + j] += k[i] * correction;
                made[j] += state[i * value + j] * q[i] / std::sqrt(static_cast<double>(key));
            }
        }
        made = normed(
            made, [&](std::size_t j) { return gain[j]; }, shape.epsilon);
        for (std::size_t j = 0; j < value; ++j) {
            all.push_back(made[j] * siluOf(input(t, shape.convolved() + head * value + j)));
        }
    }
    return all;
}

/// Of all heads, put together to rows.
Values rowsOf(std::size_t heads, std::size_t size, const std::function<Values(SequenceRows, std::size_t)>& make) {
    Values rows(tokens * heads * size);
    for (const SequenceRows& sequence : sequences) {
        for (std::size_t head = 0; head < heads; ++head) {
            const Values made = make(sequence, head);
            for (std::size_t t = 0; t < sequence.count; ++t) {
                std::copy_n(made.begin() + static_cast<std::ptrdiff_t>(t * size), size,
                            rows.begin() + static_cast<std::ptrdiff_t>(((sequence.first + t) * heads + head) * size));
            }
        }
    }
    return rows;
}

Values DeltaCase::expected() const {
    return rowsOf(shape.valueHeads, shape.valueSize,
                  [&](SequenceRows sequence, std::size_t head) { return expectedOf(sequence, head); });
}

void checkDelta(const DeltaCase& given, double allowed) {
    const std::size_t width = given.shape.width();
    const auto run = [&](std::span<const SequenceRows> some, int threads) {
        return madeBy(width, threads, [&](const RunContext& context, Matrix out) {
            runDeltaRule(given.shape, given.values(), some, given.x.matrix(), out, context);
        });
    };
    check(run, given.expected(), width, allowed);
}

// ---- Scans ----

struct HeadScanCase {
    HeadScanShape shape;
    std::vector<float> taps, bias, decay, stepBias, direct, gain;
    Rows x;
    explicit HeadScanCase(const HeadScanShape& given)
        : shape(given), taps(normalValues(shape.convolved() * kernel, 1, 0.5F)), bias(normalValues(shape.convolved(), 2, 0.3F)),
          decay(paces(shape.heads, 3, -3.0F, -0.05F)), stepBias(normalValues(shape.heads, 4, 2.0F)),
          direct(normalValues(shape.heads, 5, 1.0F)),
          gain(shape.norm == ScanNorm::none ? std::vector<float>() : paces(shape.width(), 6, 0.7F, 1.3F)),
          x(tokens, shape.inputs(), 7) {}

    [[nodiscard]] HeadScanValues values() const {
        return {convolutionOf(taps, bias, static_cast<std::size_t>(shape.convolved())), decay, stepBias, direct, gain};
    }
    [[nodiscard]] Values scanned(SequenceRows sequence, std::size_t head) const;
    [[nodiscard]] Values expected() const;
};

Values HeadScanCase::scanned(SequenceRows sequence, std::size_t head) const {
    const std::size_t size = shape.headSize;
    const std::size_t group = head / (shape.heads / shape.groups);
    const auto input = [&](std::size_t token, std::size_t channel) {
        return x.at(sequence.first + token, shape.width() + channel);
    };
    Values state(size * shape.states, 0.0);
    Values all;
    for (std::size_t t = 0; t < sequence.count; ++t) {
        const auto part = [&](std::size_t first, std::size_t count) {
            return activated(convolved(input, taps, kernel, bias, t, first, count));
        };
        const Values channels = part(head * size, size);
        const Values entering = part(shape.width() + group * shape.states, shape.states);
        const Values read = part(shape.width() + shape.shared() + group * shape.states, shape.states);
        const double step =
            std::max(softPlusOf(input(t, shape.convolved() + head) + stepBias[head]), double{shape.shortestStep});
        for (std::size_t p = 0; p < size; ++p) {
            double made = direct[head] * channels[p];
            for (std::size_t n = 0; n < shape.states; ++n) {
                double& kept = state[p * shape.states + n];
                kept = kept * std::exp(step * decay[head]) + step * channels[p] * entering[n];
                made += kept * read[n];
            }
            all.push_back(made);
        }
    }
    return all;
}

Values HeadScanCase::expected() const {
    Values rows =
        rowsOf(shape.heads, shape.headSize, [&](SequenceRows sequence, std::size_t head) { return scanned(sequence, head); });
    const std::size_t width = shape.width();
    const std::size_t size = width / shape.groups;
    for (std::size_t at = 0; at < rows.size(); at += size) {
        const std::size_t row = at / width;
        const std::size_t first = at % width;
        Values group(rows.begin() + static_cast<std::ptrdiff_t>(at), rows.begin() + static_cast<std::ptrdiff_t>(at + size));
        const auto gate = [&] {
            for (std::size_t i = 0; i < size; ++i) {
                group[i] *= siluOf(x.at(row, first + i));
            }
        };
        if (shape.norm != ScanNorm::beforeGate) {
            gate();
        }
        if (shape.norm != ScanNorm::none) {
            group = normed(
                group, [&](std::size_t i) { return gain[first + i]; }, shape.epsilon);
        }
        if (shape.norm == ScanNorm::beforeGate) {
            gate();
        }
        std::ranges::copy(group, rows.begin() + static_cast<std::ptrdiff_t>(at));
    }
    return rows;
}

struct ChannelScanCase {
    ChannelScanShape shape;
    std::vector<float> taps, bias, decay, direct;
    Rows x, selection, paces_; // x: channels | gates
    explicit ChannelScanCase(const ChannelScanShape& given)
        : shape(given), taps(normalValues(shape.width * kernel, 1, 0.5F)), bias(normalValues(shape.width, 2, 0.3F)),
          decay(paces(shape.width * shape.states, 3, -3.0F, -0.05F)), direct(normalValues(shape.width, 4, 1.0F)),
          x(tokens, 2 * shape.width, 5), selection(tokens, shape.selected(), 6), paces_(tokens, shape.width, 7, 2.0F) {}

    [[nodiscard]] std::vector<float> run(std::span<const SequenceRows> some, int threads) const;
    [[nodiscard]] Values expected() const;
};

std::vector<float> ChannelScanCase::run(std::span<const SequenceRows> some, int threads) const {
    return madeBy(shape.width, threads, [&](const RunContext& context, Matrix out) {
        const ChannelScanValues values{convolutionOf(taps, bias, shape.width), turnedDecay(decay, shape), direct};
        Rows channels(tokens, shape.width, 8);
        Rows selected = selection;
        convolveAndActivate(values.convolution, some, {x.values.data(), tokens, shape.width, x.columns}, channels.changeable(),
                            context);
        normSelection(shape, {}, selected.changeable(), context);
        const ConstMatrix gates{x.values.data() + shape.width, tokens, shape.width, x.columns};
        scanChannels(shape, values, some, {channels.matrix(), selected.matrix(), paces_.matrix(), gates}, out, context);
    });
}

Values ChannelScanCase::expected() const {
    return rowsOf(shape.width, 1, [&](SequenceRows sequence, std::size_t channel) {
        Values state(shape.states, 0.0);
        Values all;
        for (std::size_t t = 0; t < sequence.count; ++t) {
            const std::size_t row = sequence.first + t;
            const auto selectedPart = [&](std::size_t first, std::size_t count) {
                Values part;
                for (std::size_t i = first; i < first + count; ++i) {
                    part.push_back(selection.at(row, i));
                }
                return shape.normsSelection ? normed(
                                                  part, [](std::size_t) { return 1.0; }, 1e-6)
                                            : part;
            };
            const auto input = [&](std::size_t token, std::size_t i) { return x.at(sequence.first + token, i); };
            const double value = activated(convolved(input, taps, kernel, bias, t, channel, 1)).front();
            const Values entering = selectedPart(shape.stepRank, shape.states);
            const Values read = selectedPart(shape.stepRank + shape.states, shape.states);
            const double step = softPlusOf(paces_.at(row, channel));
            double made = direct[channel] * value;
            for (std::size_t n = 0; n < shape.states; ++n) {
                state[n] = state[n] * std::exp(step * decay[channel * shape.states + n]) + step * value * entering[n];
                made += state[n] * read[n];
            }
            all.push_back(made * siluOf(x.at(row, shape.width + channel)));
        }
        return all;
    });
}

} // namespace

class RecurrenceTest : public QObject {
    Q_OBJECT
private slots:
    void deltaRule_data() {
        QTest::addColumn<int>("keyHeads");
        QTest::addColumn<int>("valueHeads");
        QTest::addColumn<int>("keySize");
        QTest::addColumn<int>("valueSize");
        QTest::addColumn<bool>("tiles");
        QTest::addColumn<bool>("pairs");
        QTest::newRow("one head") << 1 << 1 << 7 << 13 << false << false;
        QTest::newRow("grouped") << 2 << 6 << 16 << 12 << false << false;
        QTest::newRow("grouped, in pairs") << 2 << 4 << 12 << 20 << false << true;
        QTest::newRow("tiled") << 2 << 6 << 12 << 20 << true << false;
        QTest::newRow("as released") << 1 << 2 << 128 << 128 << true << false;
    }
    void deltaRule() {
        QFETCH(int, keyHeads);
        QFETCH(int, valueHeads);
        QFETCH(int, keySize);
        QFETCH(int, valueSize);
        QFETCH(bool, tiles);
        QFETCH(bool, pairs);
        const DeltaShape shape{.keyHeads = static_cast<std::uint32_t>(keyHeads),
                               .valueHeads = static_cast<std::uint32_t>(valueHeads),
                               .keySize = static_cast<std::uint32_t>(keySize),
                               .valueSize = static_cast<std::uint32_t>(valueSize),
                               .tilesValueHeads = tiles,
                               .pairsPaces = pairs,
                               .epsilon = 1e-6F};
        checkDelta(DeltaCase(shape, -2.0F, 0.7F), 2e-6);
    }

    /// What is forgotten quickly leaves exponents that no float holds.
    void deltaRuleForgetsQuickly() {
        checkDelta(DeltaCase({.keyHeads = 2, .valueHeads = 2, .keySize = 16, .valueSize = 16, .epsilon = 1e-6F}, -90.0F, 1.0F),
                   2e-6);
    }

    /// Nearly the same key again and again, nothing forgotten: the triangular system is at its worst.
    void deltaRuleSeesKeysAgain() {
        DeltaCase given({.keyHeads = 1, .valueHeads = 2, .keySize = 16, .valueSize = 16, .epsilon = 1e-6F}, -1e-4F, 0.7F);
        for (std::size_t row = 4; row < tokens; ++row) {
            for (std::size_t column = 0; column < 2 * given.shape.keyWidth(); ++column) {
                float& value = given.x.values[row * given.x.columns + column];
                value = given.x.values[column] + 0.01F * value;
            }
        }
        checkDelta(given, 5e-6);
    }

    void scanOfHeads_data() {
        QTest::addColumn<int>("groups");
        QTest::addColumn<ScanNorm>("norm");
        QTest::addColumn<float>("shortest");
        QTest::newRow("no norm") << 1 << ScanNorm::none << 0.0F;
        QTest::newRow("norm behind the gate") << 2 << ScanNorm::behindGate << 0.0F;
        QTest::newRow("norm before the gate") << 2 << ScanNorm::beforeGate << 0.0F;
        QTest::newRow("no short steps") << 2 << ScanNorm::none << 0.4F;
    }
    void scanOfHeads() {
        QFETCH(int, groups);
        QFETCH(ScanNorm, norm);
        QFETCH(float, shortest);
        const HeadScanCase given({.heads = 20, // more in a group than one task takes
                                  .headSize = 5,
                                  .groups = static_cast<std::uint32_t>(groups),
                                  .states = 7,
                                  .shortestStep = shortest,
                                  .norm = norm,
                                  .epsilon = 1e-5F});
        const std::size_t width = given.shape.width();
        const auto run = [&](std::span<const SequenceRows> some, int threads) {
            std::vector<float> gated = madeBy(width, threads, [&](const RunContext& context, Matrix out) {
                scanHeads(given.shape, given.values(), some, given.x.matrix(), out, context);
            });
            return gated;
        };
        check(run, given.expected(), width, 1e-6);
    }

    void scanOfChannels_data() {
        QTest::addColumn<bool>("norms");
        QTest::newRow("plain") << false;
        QTest::newRow("normed selection") << true;
    }
    void scanOfChannels() {
        QFETCH(bool, norms);
        const ChannelScanCase given({.width = 70, .states = 5, .stepRank = 3, .normsSelection = norms});
        check([&](std::span<const SequenceRows> some, int threads) { return given.run(some, threads); }, given.expected(), 70,
              1e-6);
    }

    void shortConvolution() {
        constexpr std::size_t channels = 21;
        constexpr std::size_t reach = 3;
        const std::vector<float> taps = normalValues(channels * reach, 1, 0.5F);
        const std::vector<float> bias = normalValues(channels, 2, 0.3F);
        const Rows x(tokens, 3 * channels, 3);
        const Values expected = rowsOf(channels, 1, [&](SequenceRows sequence, std::size_t channel) {
            const auto input = [&](std::size_t token, std::size_t i) {
                return x.at(sequence.first + token, i) * x.at(sequence.first + token, 2 * channels + i);
            };
            Values all;
            for (std::size_t t = 0; t < sequence.count; ++t) {
                const double behind = x.at(sequence.first + t, channels + channel);
                all.push_back(behind * convolved(input, taps, reach, bias, t, channel, 1).front());
            }
            return all;
        });
        const auto run = [&](std::span<const SequenceRows> some, int threads) {
            return madeBy(channels, threads, [&](const RunContext& context, Matrix out) {
                convolveGated(convolutionOf(taps, bias, channels), some, x.matrix(), out, context);
            });
        };
        check(run, expected, channels, 1e-6);
    }
};

QTEST_GUILESS_MAIN(RecurrenceTest)
#include "tst_recurrence.moc"
