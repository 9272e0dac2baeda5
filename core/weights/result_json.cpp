// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/result_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>

namespace quantlathe {
namespace {

using nlohmann::json;

template <std::size_t count>
bool allFinite(const std::array<double, count>& numbers) {
    return std::ranges::all_of(numbers, [](double v) { return std::isfinite(v); });
}

// Runs of neighbouring bins, "first:count,count,…;first:count,…", in hexadecimal: some thousand numbers as one short text.
std::string histogramText(const FineHistogram& histogram) {
    std::string text;
    const auto append = [&](std::uint64_t number) {
        std::array<char, 16> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16).ptr;
        text.append(digits.data(), end);
    };
    for (std::size_t i = 0; i < histogram.bins.size(); ++i) {
        const bool continues = i > 0 && histogram.bins[i] == histogram.bins[i - 1] + 1;
        if (continues) {
            text += ',';
        } else {
            text += i == 0 ? "" : ";";
            append(histogram.bins[i]);
            text += ':';
        }
        append(histogram.counts[i]);
    }
    return text;
}

class HistogramParser {
public:
    explicit HistogramParser(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

    void parseInto(FineHistogram& histogram) {
        while (at_ != end_) {
            std::uint64_t bin = number();
            expect(':');
            for (;; ++bin) {
                if (bin > 0xFFFF || (!histogram.bins.empty() && bin <= histogram.bins.back())) {
                    throw std::invalid_argument("bins out of order");
                }
                histogram.bins.push_back(static_cast<std::uint16_t>(bin));
                histogram.counts.push_back(number());
                if (at_ == end_ || *at_ != ',') {
                    break;
                }
                ++at_;
            }
            if (at_ != end_) {
                expect(';');
            }
        }
    }

private:
    std::uint64_t number() {
        std::uint64_t value = 0;
        const auto [next, failure] = std::from_chars(at_, end_, value, 16);
        if (failure != std::errc()) {
            throw std::invalid_argument("a hexadecimal number was expected");
        }
        at_ = next;
        return value;
    }
    void expect(char wanted) {
        if (at_ == end_ || *at_ != wanted) {
            throw std::invalid_argument("a histogram has another form");
        }
        ++at_;
    }

    const char* at_;
    const char* end_;
};

} // namespace

json toJson(const EncodingError& e) {
    const ErrorSums& s = e.sums;
    return json::array({s.weights, s.nonFinite, s.difference, s.original, s.decoded, s.product, s.weightedDifference,
                        s.weightedOriginal, s.maxAbsolute, e.weightedRelative.has_value(), e.sampled, e.weightsLookedAt,
                        e.interval95});
}

void fromJson(const json& j, EncodingError& error) {
    ErrorSums s;
    s.weights = j.at(0).get<std::uint64_t>();
    s.nonFinite = j.at(1).get<std::uint64_t>();
    s.difference = j.at(2).get<double>();
    s.original = j.at(3).get<double>();
    s.decoded = j.at(4).get<double>();
    s.product = j.at(5).get<double>();
    s.weightedDifference = j.at(6).get<double>();
    s.weightedOriginal = j.at(7).get<double>();
    s.maxAbsolute = j.at(8).get<double>();
    error = errorFromSums(s, j.at(9).get<bool>());
    error.sampled = j.at(10).get<bool>();
    error.weightsLookedAt = j.at(11).get<std::uint64_t>();
    error.interval95 = j.at(12).get<double>();
}

bool isStorable(const EncodingError& e) {
    const ErrorSums& s = e.sums;
    return allFinite(std::array{s.difference, s.original, s.decoded, s.product, s.weightedDifference, s.weightedOriginal,
                                s.maxAbsolute, e.interval95});
}

json toJson(const WeightStatistics& s) {
    const Moments& m = s.moments;
    return json::array({m.count, m.zeros, m.nans, m.infinities, m.minimum, m.maximum, m.mean, m.m2, m.m3, m.m4,
                        s.beyondSixSigmaShare, s.histogram.isExact, histogramText(s.histogram)});
}

void fromJson(const json& j, WeightStatistics& statistics) {
    Moments m;
    m.count = j.at(0).get<std::uint64_t>();
    m.zeros = j.at(1).get<std::uint64_t>();
    m.nans = j.at(2).get<std::uint64_t>();
    m.infinities = j.at(3).get<std::uint64_t>();
    m.minimum = j.at(4).get<double>();
    m.maximum = j.at(5).get<double>();
    m.mean = j.at(6).get<double>();
    m.m2 = j.at(7).get<double>();
    m.m3 = j.at(8).get<double>();
    m.m4 = j.at(9).get<double>();
    FineHistogram histogram;
    histogram.isExact = j.at(11).get<bool>();
    HistogramParser(j.at(12).get_ref<const std::string&>()).parseInto(histogram);
    if (histogram.total() != m.count) {
        throw std::invalid_argument("a histogram has another total than its moments");
    }
    statistics = statisticsFrom(m, std::move(histogram));
    statistics.beyondSixSigmaShare = j.at(10).get<double>();
}

bool isStorable(const WeightStatistics& s) {
    const Moments& m = s.moments;
    return allFinite(std::array{m.minimum, m.maximum, m.mean, m.m2, m.m3, m.m4, s.beyondSixSigmaShare});
}

} // namespace quantlathe
