// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/exl2/mixture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace quantlathe::exl2 {
namespace {

/// Measured with this encoder on normal values in groups of 128; smaller groups follow their outputs more closely.
constexpr std::array<double, 9> errorOfBits{1, 1, 0.125, 0.0365, 0.0107, 0.0031, 0.00086, 0, 0.000062};
double errorOf(std::uint32_t bits, std::uint32_t inputs) {
    const double share = inputs >= 128 ? 1.0 : inputs >= 64 ? 0.94 : 0.86;
    return errorOfBits[bits] * share;
}

/// How much of the inputs' energy the first part of them has, widest codes first. Inputs of language models are uneven; those
/// of few features more than this, those of a feed-forward network's last matrix much more.
double energyBefore(double share) {
    constexpr double unevenness = 2.5;
    return 1 - std::pow(1 - share, unevenness);
}

struct Option {
    const Exl2Encoding* encoding = nullptr;
    std::uint64_t bits = 0;
    double loss = 0;
};

std::vector<Option> optionsOf(const MixtureUnit& unit, std::span<const Exl2Encoding* const> settings) {
    std::vector<Option> options;
    for (const Exl2Encoding* const encoding : settings) {
        Option option{.encoding = encoding};
        bool fits = true;
        for (const auto& [inputs, outputs, count] : unit.matrices) {
            fits = fits && !encoding->whyNot({outputs, inputs, ElementType::F16});
            if (fits) {
                option.bits += count * storedBits(encoding->layout().groupsOf(inputs), inputs, outputs);
                option.loss +=
                    unit.weight * static_cast<double>(count * inputs * outputs) * expectedError(encoding->layout(), inputs);
            }
        }
        if (fits) {
            options.push_back(option);
        }
    }
    std::ranges::stable_sort(
        options, [](const Option& a, const Option& b) { return a.bits != b.bits ? a.bits < b.bits : a.loss < b.loss; });
    return options;
}

/// Gain of loss for each bit.
double slope(const Option& from, const Option& to) {
    return (from.loss - to.loss) / static_cast<double>(to.bits - from.bits);
}

class Mixer {
public:
    Mixer(std::span<const MixtureUnit> units, std::span<const Exl2Encoding* const> settings, std::uint64_t budget)
        : left_(static_cast<std::int64_t>(budget)) {
        for (const MixtureUnit& unit : units) {
            options_.push_back(optionsOf(unit, settings));
            chosen_.push_back(0);
            left_ -= static_cast<std::int64_t>(options_.back().front().bits);
        }
    }

    std::vector<const Exl2Encoding*> mix() {
        while (stepAlongHull()) {
        }
        while (fillUp()) {
        }
        std::vector<const Exl2Encoding*> result;
        for (std::size_t unit = 0; unit < options_.size(); ++unit) {
            result.push_back(options_[unit][chosen_[unit]].encoding);
        }
        return result;
    }

private:
    struct Move {
        std::size_t unit = 0;
        std::size_t option = 0;
        double value = 0;
    };

    [[nodiscard]] bool fits(const Option& from, const Option& to) const {
        return to.bits > from.bits && to.loss < from.loss && static_cast<std::int64_t>(to.bits - from.bits) <= left_;
    }

    /// Calls body(unit, number of the option, from, to) for all moves that there is room for.
    template <class Body>
    void forEachMove(const Body& body) const {
        for (std::size_t unit = 0; unit < options_.size(); ++unit) {
            const Option& from = options_[unit][chosen_[unit]];
            for (std::size_t i = chosen_[unit] + 1; i < options_[unit].size(); ++i) {
                if (fits(from, options_[unit][i])) {
                    body(unit, i, from, options_[unit][i]);
                }
            }
        }
    }

    bool take(const Move& move) {
        if (move.value <= 0) {
            return false;
        }
        const auto& options = options_[move.unit];
        left_ -= static_cast<std::int64_t>(options[move.option].bits - options[chosen_[move.unit]].bits);
        chosen_[move.unit] = move.option;
        return true;
    }

    /// The move that gains most for its bits: the next corner of the lower hull of one unit.
    bool stepAlongHull() {
        Move best;
        forEachMove([&](std::size_t unit, std::size_t option, const Option& from, const Option& to) {
            if (const double value = slope(from, to); value > best.value) {
                best = {unit, option, value};
            }
        });
        return take(best);
    }

    /// What is left when no step fits is spent where it gains most.
    bool fillUp() {
        Move best;
        forEachMove([&](std::size_t unit, std::size_t option, const Option& from, const Option& to) {
            if (const double value = from.loss - to.loss; value > best.value) {
                best = {unit, option, value};
            }
        });
        return take(best);
    }

    std::vector<std::vector<Option>> options_; // of each unit, from few bits to many
    std::vector<std::size_t> chosen_;
    std::int64_t left_;
};

} // namespace

std::uint64_t MixtureUnit::values() const {
    return std::accumulate(matrices.begin(), matrices.end(), std::uint64_t{0}, [](std::uint64_t sum, const Matrices& each) {
        return sum + each.inputs * each.outputs * each.count;
    });
}

double expectedError(const Layout& layout, std::uint64_t inputs) {
    double error = 0;
    std::uint64_t done = 0;
    for (const Group& group : layout.groupsOf(inputs)) {
        const double before = energyBefore(static_cast<double>(done) / static_cast<double>(inputs));
        done += group.inputs;
        const double after = energyBefore(static_cast<double>(done) / static_cast<double>(inputs));
        error += (after - before) * errorOf(group.bits, group.inputs);
    }
    return error;
}

std::vector<const Exl2Encoding*> mixture(std::span<const MixtureUnit> units, std::span<const Exl2Encoding* const> settings,
                                         std::uint64_t budget) {
    return Mixer(units, settings, budget).mix();
}

} // namespace quantlathe::exl2
