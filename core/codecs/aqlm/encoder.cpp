// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/aqlm/encoder.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/aqlm/code_search.h"
#include "codecs/aqlm/stored_parts.h"
#include "codecs/aqlm/training.h"
#include "codecs/matrix_pieces.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <optional>

namespace quantlathe::aqlm {
namespace {

/// Vectors that codebooks are trained with, for each of theirs.
constexpr std::uint64_t samplesPerVector = 128;
constexpr std::uint64_t samplesOfLargeCodebooks = 16;
/// Rows that one thread takes at a time; sums over all rows are made of theirs, in order.
constexpr std::uint64_t mostChunkRows = 256;
constexpr std::uint64_t fewestChunks = 64;
/// Inputs that count nothing still count so much of the mean: what nobody measured must not become anything.
constexpr float leastImportance = 1e-4F;
constexpr double sampleShare = 0.2; // of the time

/// A fixed mixture of bits (S. Vigna, splitmix64).
std::uint64_t mixed(std::uint64_t number) {
    number += 0x9E3779B97F4A7C15ULL;
    number = (number ^ (number >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    number = (number ^ (number >> 27U)) * 0x94D049BB133111EBULL;
    return number ^ (number >> 31U);
}

template <std::size_t N>
class Encoder {
public:
    Encoder(const Layout& layout, Care care, const MatrixTask& task, std::span<const std::span<std::byte>> parts)
        : layout_(layout), care_(settingsOf(care)), task_(task), parts_(parts), rows_(task.shape.rows),
          columns_(task.shape.columns), groups_(columns_ / N),
          chunkRows_(std::clamp<std::uint64_t>(rows_ / fewestChunks, 1, mostChunkRows)), set_(layout),
          scales_(static_cast<std::size_t>(rows_)) {}

    void encode() {
        weighInputs();
        measureRows();
        train();
        std::ranges::fill(parts_[codesPart], std::byte{0});
        // The sample has seen enough of a matrix for a large codebook, whose sums would take more room than the matrix: two
        // passes, the second for scales that fit better than the rows' lengths.
        const std::uint32_t refits = isLarge() ? 0 : care_.refits;
        const std::uint32_t passes = isLarge() ? 2 : refits + 1;
        for (std::uint32_t pass = 0; pass < passes; ++pass) {
            chooseCodes(pass < refits ? std::optional(pass % layout_.codebooks) : std::nullopt, (1 - sampleShare) / passes);
        }
        storeCodebooks(set_, parts_[codebooksPart]);
    }

private:
    struct Chunk {
        std::size_t number;
        std::uint64_t firstRow;
        std::uint64_t rows;
    };
    [[nodiscard]] std::uint64_t chunks() const { return (rows_ + chunkRows_ - 1) / chunkRows_; }

    [[nodiscard]] bool isLarge() const { return set_.cells() > 1; }

    template <class Body>
    void forEachChunk(double share, const Body& body) {
        task_.forEach(static_cast<std::size_t>(chunks()), [&](std::size_t number) {
            const std::uint64_t first = number * chunkRows_;
            const Chunk chunk{number, first, std::min(chunkRows_, rows_ - first)};
            body(chunk);
            task_.advance(share * static_cast<double>(chunk.rows) / static_cast<double>(rows_));
        });
    }

    // ---- What counts how much -------------------------------------------------------------------------------------------

    void weighInputs() {
        const std::span<const float> importance = task_.guide.importance;
        double sum = 0;
        for (const float value : importance) {
            sum += static_cast<double>(value);
        }
        isEven_ = !(sum > 0);
        Vector<N> even{};
        even.fill(1);
        weights_.assign(isEven_ ? 1 : static_cast<std::size_t>(groups_), even);
        for (std::size_t i = 0; !isEven_ && i < importance.size(); ++i) {
            const double share = static_cast<double>(importance[i]) * static_cast<double>(importance.size()) / sum;
            weights_[i / N][i % N] = std::max(static_cast<float>(share), leastImportance);
        }
    }

    [[nodiscard]] std::uint32_t kindOf(std::uint64_t group) const { return isEven_ ? 0 : static_cast<std::uint32_t>(group); }

    void measureRows() {
        forEachChunk(0, [&](const Chunk& chunk) {
            std::vector<float> values(static_cast<std::size_t>(columns_));
            for (std::uint64_t row = chunk.firstRow; row < chunk.firstRow + chunk.rows; ++row) {
                task_.read(row * columns_, values);
                double squares = 0;
                for (const float value : values) {
                    squares += static_cast<double>(value) * static_cast<double>(value);
                }
                if (!std::isfinite(squares)) {
                    refuseValues(task_, row * columns_, columns_, ElementType::F32);
                }
                setScale(row, std::sqrt(squares));
            }
        });
    }

    void setScale(std::uint64_t row, double scale) {
        scales_[static_cast<std::size_t>(row)] = storeScale(scale, parts_[scalesPart], row);
        if (!std::isfinite(scales_[static_cast<std::size_t>(row)])) {
            throw badInput({}, say("Weights are too large for a scale in F16"),
                           say("They stand in row {} (counted from 0). Keep this weight in 16 bits.", groupedDigits(row)));
        }
    }

    /// A vector of the source in units of its row's scale; nothing of rows that round to zeros.
    [[nodiscard]] Vector<N> unitVector(const float* values, std::uint64_t row) const {
        const float scale = scales_[static_cast<std::size_t>(row)];
        Vector<N> vector{};
        for (std::size_t t = 0; scale > 0 && t < N; ++t) {
            vector[t] = values[t] / scale;
        }
        return vector;
    }

    // ---- Codebooks of a sample ------------------------------------------------------------------------------------------

    void train() {
        const std::vector<SampleVector<N>> samples = sample();
        trainCodebooks<N>(samples, weights_, care_, task_.forEach, set_);
        task_.advance(sampleShare);
    }

    std::vector<SampleVector<N>> sample() const {
        const std::uint64_t all = rows_ * groups_;
        const std::uint64_t count = std::min(all, (isLarge() ? samplesOfLargeCodebooks : samplesPerVector) * layout_.vectors());
        std::vector<std::uint64_t> places; // one of each of so many equal parts
        for (std::uint64_t i = 0; i < count; ++i) {
            const std::uint64_t begin = all / count * i + std::min(i, all % count);
            const std::uint64_t size = all / count + (i < all % count ? 1 : 0);
            places.push_back(begin + mixed(i) % size);
        }
        std::ranges::stable_sort(places, {}, [&](std::uint64_t place) { return kindOf(place % groups_); });
        std::vector<SampleVector<N>> samples(places.size());
        constexpr std::size_t block = 1024;
        task_.forEach((places.size() + block - 1) / block, [&](std::size_t number) {
            for (std::size_t i = number * block; i < std::min((number + 1) * block, places.size()); ++i) {
                Vector<N> values{};
                task_.read(places[i] * N, values);
                const std::uint64_t row = places[i] / groups_;
                const float scale = scales_[static_cast<std::size_t>(row)];
                samples[i] = {
                    .values = unitVector(values.data(), row), .kind = kindOf(places[i] % groups_), .share = scale * scale};
            }
        });
        return samples;
    }

    // ---- Codes ----------------------------------------------------------------------------------------------------------

    struct RowSums {
        double products = 0; // of weights and decoded values
        double squares = 0;  // of decoded values
    };

    /// Codes and scales of all rows; then the vectors of one codebook move to where the codes want them.
    void chooseCodes(std::optional<std::uint32_t> refit, double share) {
        std::vector<std::optional<CodebookSums<N>>> sums(static_cast<std::size_t>(chunks()));
        forEachChunk(share, [&](const Chunk& chunk) {
            std::vector<float>& values = values_.local();
            values.resize(static_cast<std::size_t>(chunk.rows * columns_));
            task_.read(chunk.firstRow * columns_, values);
            if (refit) {
                sums[chunk.number].emplace(layout_.vectors());
            }
            std::vector<RowSums> rowSums(static_cast<std::size_t>(chunk.rows));
            CodeSearch<N> search(set_, care_.width);
            for (std::uint64_t group = 0; group < groups_; ++group) {
                if (group == 0 || !isEven_) {
                    search.setWeights(weights_[kindOf(group)]);
                }
                for (std::uint64_t row = 0; row < chunk.rows; ++row) {
                    const float* const vector = values.data() + row * columns_ + group * N;
                    chooseVector(chunk.firstRow + row, group, vector, refit, search, sums[chunk.number],
                                 rowSums[static_cast<std::size_t>(row)]);
                }
            }
            for (std::uint64_t row = 0; row < chunk.rows; ++row) {
                const RowSums& found = rowSums[static_cast<std::size_t>(row)];
                if (found.products > 0 && found.squares > 0) {
                    setScale(chunk.firstRow + row, found.products / found.squares);
                }
            }
        });
        if (refit) {
            CodebookSums<N> all(layout_.vectors());
            for (const auto& part : sums) {
                all.add(*part);
            }
            all.apply(set_, *refit);
        }
    }

    void chooseVector(std::uint64_t row, std::uint64_t group, const float* values, std::optional<std::uint32_t> refit,
                      CodeSearch<N>& search, std::optional<CodebookSums<N>>& sums, RowSums& rowSums) {
        const float scale = scales_[static_cast<std::size_t>(row)];
        const std::uint64_t number = row * groups_ + group;
        Codes codes = loadCodes(layout_, parts_[codesPart], number);
        const Vector<N> wanted = unitVector(values, row);
        const Vector<N>& weights = weights_[kindOf(group)];
        Vector<N> pull{};
        std::ranges::transform(wanted, weights, pull.begin(), std::multiplies());
        if (search.improve(pull, codes)) {
            storeCodes(layout_, codes, parts_[codesPart], number);
        }
        const Vector<N> sum = set_.sumOf(codes);
        for (std::size_t t = 0; t < N; ++t) {
            const auto decoded = static_cast<double>(sum[t]);
            rowSums.products += static_cast<double>(weights[t]) * decoded * static_cast<double>(values[t]);
            rowSums.squares += static_cast<double>(weights[t]) * decoded * decoded;
        }
        if (refit) {
            Vector<N> target = set_.at(*refit, codes[*refit]);
            for (std::size_t t = 0; t < N; ++t) {
                target[t] += wanted[t] - sum[t];
            }
            sums->add(codes[*refit], target, weights, scale * scale);
        }
    }

    const Layout& layout_;
    CareSettings care_;
    const MatrixTask& task_;
    std::span<const std::span<std::byte>> parts_;
    std::uint64_t rows_;
    std::uint64_t columns_;
    std::uint64_t groups_; // vectors of a row
    std::uint64_t chunkRows_;
    CodebookSet<N> set_;
    bool isEven_ = true;             // all inputs count alike
    std::vector<Vector<N>> weights_; // of the vectors of a row; one for all where inputs count alike
    std::vector<float> scales_;      // of rows, as stored
    oneapi::tbb::enumerable_thread_specific<std::vector<float>> values_;
};

} // namespace

bool canSearch(const Layout& layout) {
    constexpr std::uint32_t narrow = 8;
    constexpr std::uint32_t wide = 16;
    return (layout.group == shortVector || layout.group == longVector) &&
           (layout.bits == narrow || (layout.bits == wide && layout.codebooks == 1));
}

void encodeMatrix(const Layout& layout, Care care, const MatrixTask& task, std::span<const std::span<std::byte>> parts) {
    if (layout.group == shortVector) {
        Encoder<shortVector>(layout, care, task, parts).encode();
    } else {
        Encoder<longVector>(layout, care, task, parts).encode();
    }
}

} // namespace quantlathe::aqlm
