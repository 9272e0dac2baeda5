// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/importance.h"

#include "base/error.h"
#include "base/file.h"
#include "base/mapping_guard.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/content.h"
#include "checkpoint/gguf_reader.h"
#include "checkpoint/intact.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

static_assert(std::endian::native == std::endian::little, "both forms are little endian and read as they lie");

namespace quantlathe {
namespace {

constexpr std::string_view sumsSuffix = ".in_sum2";
constexpr std::string_view countsSuffix = ".counts";

[[noreturn]] void refuse(const std::filesystem::path& file, std::string detail) {
    throw badInput(file, say("This is no valid importance matrix"), std::move(detail));
}

void checkValues(const std::filesystem::path& file, const std::string& weight, std::span<const float> values) {
    for (const float value : values) {
        if (!std::isfinite(value) || value < 0) {
            refuse(file, say("The values of {} hold {}; sums of squares are finite and not negative.", escapeForDisplay(weight),
                             value));
        }
    }
}

/// Mean squares of activations are never that large: activations of 10¹⁵ would not have been finite for long.
constexpr float largestMean = 1e30F;

void checkMeans(const std::filesystem::path& file, const std::string& weight, std::span<const float> values) {
    for (const float value : values) {
        if (value > largestMean) {
            refuse(file, say("The values of {} hold {}: more than {}, which no mean square of activations can be.",
                             escapeForDisplay(weight), value, largestMean));
        }
    }
}

// ---- GGUF form: per weight the sums of squared activations and how many rows were summed.

std::vector<float> floatsOf(const Checkpoint& file, const TensorInfo& tensor) {
    if (tensor.type != ElementType::F32) {
        refuse(file.path(), say("{} is {}, expected F32.", escapeForDisplay(tensor.name), info(tensor.type).name));
    }
    return readIntact(file, [&] {
        const auto bytes = file.bytes(tensor);
        std::vector<float> values(bytes.size() / sizeof(float));
        std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
        return values;
    });
}

/// Mean squares: each matrix of a stack is divided by its own count; an expert that was never used counts evenly.
std::vector<float> meanSquares(const Checkpoint& file, const std::string& weight, std::vector<float> sums,
                               const std::vector<float>& counts) {
    if (counts.empty() || sums.empty() || sums.size() % counts.size() != 0) {
        refuse(file.path(),
               say("{} has {} sums for {} counts; they must divide.", escapeForDisplay(weight), sums.size(), counts.size()));
    }
    const std::size_t columns = sums.size() / counts.size();
    for (std::size_t matrix = 0; matrix < counts.size(); ++matrix) {
        const float rounded = std::round(counts[matrix]);
        for (float& sum : std::span(sums).subspan(matrix * columns, columns)) {
            sum = rounded > 0 ? sum / rounded : 1.0F;
        }
    }
    return sums;
}

std::vector<std::uint64_t> roundedCounts(const Checkpoint& file, const std::string& weight, std::span<const float> counts) {
    constexpr float most = 9.0e18F; // below 2^63
    std::vector<std::uint64_t> rounded;
    rounded.reserve(counts.size());
    for (const float count : counts) {
        if (count > most) {
            refuse(file.path(), say("The count of {} is {}.", escapeForDisplay(weight), count));
        }
        rounded.push_back(static_cast<std::uint64_t>(std::round(count)));
    }
    return rounded;
}

ImportanceMatrix readGgufForm(const std::filesystem::path& path) {
    const Checkpoint file(readGguf(path));
    const Metadata& metadata = file.metadata();
    if (metadata.string("general.type") != "imatrix") {
        throw badInput(path, say("This GGUF file is no importance matrix"),
                       say("Its general.type is not \"imatrix\". Choose a file made by llama-imatrix."));
    }
    ImportanceMatrix matrix;
    matrix.file = path;
    const MetadataValue* datasets = metadata.find("imatrix.datasets");
    const auto* array = datasets == nullptr ? nullptr : std::get_if<MetadataArray>(datasets);
    const auto* names = array == nullptr ? nullptr : std::get_if<std::vector<std::string>>(array);
    const auto chunks = metadata.integer("imatrix.chunk_count");
    if (names == nullptr || !chunks || !metadata.integer("imatrix.chunk_size")) {
        refuse(path, say("imatrix.datasets, imatrix.chunk_count and imatrix.chunk_size must all be there."));
    }
    if (*chunks < 0 || *chunks > std::numeric_limits<std::uint32_t>::max()) {
        refuse(path, say("imatrix.chunk_count is {}.", *chunks));
    }
    matrix.datasets = *names;
    matrix.chunks = static_cast<std::uint32_t>(*chunks);
    const std::int64_t chunkTokens = *metadata.integer("imatrix.chunk_size");
    if (chunkTokens < 0 || chunkTokens > std::numeric_limits<std::uint32_t>::max()) {
        refuse(path, say("imatrix.chunk_size is {}.", chunkTokens));
    }
    matrix.chunkTokens = static_cast<std::uint32_t>(chunkTokens);

    for (const TensorInfo& tensor : file.tensors()) {
        if (tensor.name.ends_with(countsSuffix)) {
            const std::string weight = tensor.name.substr(0, tensor.name.size() - countsSuffix.size());
            if (file.find(weight + std::string(sumsSuffix)) == nullptr) {
                refuse(path, say("{} has counts but no sums.", escapeForDisplay(weight)));
            }
            continue;
        }
        if (!tensor.name.ends_with(sumsSuffix)) {
            refuse(path, say("The tensor {} is neither sums nor counts.", escapeForDisplay(tensor.name)));
        }
        const std::string weight = tensor.name.substr(0, tensor.name.size() - sumsSuffix.size());
        const TensorInfo* counts = file.find(weight + std::string(countsSuffix));
        if (counts == nullptr) {
            refuse(path, say("{} has sums but no counts.", escapeForDisplay(weight)));
        }
        std::vector<float> sums = floatsOf(file, tensor);
        const std::vector<float> rows = floatsOf(file, *counts);
        checkValues(path, weight, sums);
        checkValues(path, weight, rows);
        std::vector<float> means = meanSquares(file, weight, std::move(sums), rows);
        checkMeans(path, weight, means);
        matrix.columns.emplace(weight, std::move(means));
        matrix.counts.emplace(weight, roundedCounts(file, weight, rows));
    }
    return matrix;
}

// ---- Legacy form: a bare list of entries, recognised by nothing, so every count is checked against the file.

class LegacyReader {
public:
    explicit LegacyReader(const MappedFile& file) : file_(file), rest_(file_.bytes()) {}

    [[nodiscard]] bool atEnd() const { return rest_.empty(); }
    [[nodiscard]] std::size_t left() const { return rest_.size(); }
    [[nodiscard]] std::size_t offset() const { return file_.bytes().size() - rest_.size(); }

    std::span<const std::byte> take(std::size_t bytes, std::string_view what) {
        if (bytes > rest_.size()) {
            refuse(file_.path(), say("It ends at {}, inside {} that starts at {}.", groupedDigits(file_.bytes().size()),
                                     translated(what), groupedDigits(offset())));
        }
        const auto taken = rest_.first(bytes);
        rest_ = rest_.subspan(bytes);
        return taken;
    }

    /// A count of things of at least `unit` bytes each, within the limit and within the file.
    std::size_t count(std::string_view what, std::int64_t lowest, std::int64_t highest, std::size_t unit) {
        const std::size_t at = offset();
        std::int32_t value = 0;
        std::memcpy(&value, take(sizeof value, what).data(), sizeof value);
        if (value < lowest || value > highest || static_cast<std::uint64_t>(value) * unit > left()) {
            refuse(file_.path(), say("The {} at {} is {}, which cannot be.", translated(what), groupedDigits(at), value));
        }
        return static_cast<std::size_t>(value);
    }

    std::string text(std::string_view what, std::int64_t lowest, std::int64_t highest) {
        const auto bytes = take(count(what, lowest, highest, 1), what);
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }

    std::vector<float> floats(std::size_t values, std::string_view what) {
        const auto bytes = take(values * sizeof(float), what);
        std::vector<float> result(values);
        std::memcpy(result.data(), bytes.data(), bytes.size());
        return result;
    }

private:
    const MappedFile& file_;
    std::span<const std::byte> rest_;
};

ImportanceMatrix readLegacyForm(const MappedFile& file) {
    constexpr std::int64_t mostEntries = 1'000'000;
    constexpr std::int64_t longestName = 1024;
    constexpr std::int64_t any = std::numeric_limits<std::int32_t>::max();
    constexpr std::size_t smallestEntry = 3 * sizeof(std::int32_t) + 1 + sizeof(float);

    const std::filesystem::path& path = file.path();
    LegacyReader reader(file);
    ImportanceMatrix matrix;
    matrix.file = path;
    matrix.form = ImportanceMatrix::Form::legacy;
    const std::size_t entries = reader.count(words("number of entries"), 1, mostEntries, smallestEntry);
    for (std::size_t i = 0; i < entries; ++i) {
        const std::string weight = reader.text(words("length of a name"), 1, longestName);
        const std::size_t callCount = reader.count(words("number of calls"), 0, any, 0);
        const auto calls = static_cast<float>(callCount);
        std::vector<float> values =
            reader.floats(reader.count(words("number of values"), 1, any, sizeof(float)), words("the values"));
        checkValues(path, weight, values);
        for (float& value : values) {
            value = calls > 0 ? value / calls : value;
        }
        checkMeans(path, weight, values);
        if (!matrix.columns.emplace(weight, std::move(values)).second) {
            refuse(path, say("{} is there twice.", escapeForDisplay(weight)));
        }
        matrix.counts.emplace(weight, std::vector<std::uint64_t>{callCount});
    }
    if (!reader.atEnd()) {
        matrix.chunks = static_cast<std::uint32_t>(reader.count(words("number of chunks"), 0, any, 0));
        std::string dataset = reader.text(words("length of the data set's name"), 0, any);
        if (!dataset.empty()) {
            matrix.datasets.push_back(std::move(dataset));
        }
        if (!reader.atEnd()) {
            refuse(path, say("{} bytes follow its end at {}.", groupedDigits(reader.left()), groupedDigits(reader.offset())));
        }
    }
    return matrix;
}

} // namespace

std::span<const float> ImportanceMatrix::of(std::string_view weightName) const {
    const auto found = columns.find(std::string(weightName));
    return found == columns.end() ? std::span<const float>() : std::span<const float>(found->second);
}

ImportanceMatrix readImportanceMatrix(const std::filesystem::path& file) {
    const MappedFile mapped(file);
    ImportanceMatrix matrix = readIntact(mapped, [&] {
        const bool isGguf = looksLikeGguf(mapped.bytes().first(std::min<std::size_t>(mapped.bytes().size(), 8)));
        if (!isGguf) {
            refuseForeignContent(mapped.bytes(), file);
        }
        return isGguf ? readGgufForm(file) : readLegacyForm(mapped);
    });
    requireUnchanged(mapped);
    return matrix;
}

} // namespace quantlathe
