// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/importance_writer.h"

#include "base/error.h"
#include "base/words.h"
#include "checkpoint/gguf_writer.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

static_assert(std::endian::native == std::endian::little, "both forms are little endian and written as they lie");

namespace quantlathe {
namespace {

void append(std::vector<std::byte>& bytes, std::span<const std::byte> more) {
    bytes.insert(bytes.end(), more.begin(), more.end());
}

void append(std::vector<std::byte>& bytes, std::uint64_t count) {
    if (count > static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max())) {
        throw Error(ErrorKind::badInput, say("The importance matrix does not fit the legacy form"),
                    say("It would count {}, the form holds 32-bit numbers.", count));
    }
    const auto value = static_cast<std::int32_t>(count);
    append(bytes, std::as_bytes(std::span(&value, 1)));
}

void append(std::vector<std::byte>& bytes, const std::string& text) {
    append(bytes, text.size());
    append(bytes, std::as_bytes(std::span(text)));
}

std::vector<std::byte> ggufForm(const CalibrationStatistics& statistics) {
    const CalibrationOrigin& origin = statistics.origin();
    Metadata metadata;
    metadata.insert("general.type", std::string("imatrix"));
    metadata.insert("imatrix.datasets", MetadataArray(std::vector<std::string>{origin.dataset}));
    metadata.insert("imatrix.chunk_count", static_cast<std::uint32_t>(origin.sequences));
    metadata.insert("imatrix.chunk_size", static_cast<std::uint32_t>(origin.longestSequence));
    std::vector<GgufTensor> tensors;
    std::vector<std::vector<float>> contents;
    for (const std::string& weight : statistics.weights()) {
        const InputStatistics sums = statistics.of(weight);
        const std::uint64_t matrices = sums.rows.size();
        tensors.push_back({weight + ".in_sum2", ElementType::F32, {matrices, sums.squares.size() / matrices}});
        contents.emplace_back(sums.squares.begin(), sums.squares.end());
        tensors.push_back({weight + ".counts", ElementType::F32, {matrices, 1}});
        contents.emplace_back(sums.rows.begin(), sums.rows.end());
    }
    const GgufLayout layout = layOutGguf(metadata, tensors);
    std::vector<std::byte> file(static_cast<std::size_t>(layout.fileBytes));
    std::ranges::copy(layout.header, file.begin());
    for (std::size_t i = 0; i < contents.size(); ++i) {
        std::ranges::copy(std::as_bytes(std::span(contents[i])), file.begin() + static_cast<std::ptrdiff_t>(layout.offsets[i]));
    }
    return file;
}

/// Values are means times a number of calls; weights that saw nothing are left out.
std::vector<std::byte> legacyForm(const CalibrationStatistics& statistics) {
    const CalibrationOrigin& origin = statistics.origin();
    std::vector<std::byte> entries;
    std::uint64_t many = 0;
    for (const std::string& weight : statistics.weights()) {
        const InputStatistics sums = statistics.of(weight);
        const std::uint64_t most = *std::ranges::max_element(sums.rows);
        if (most == 0) {
            continue;
        }
        const std::uint64_t calls = (most + origin.longestSequence - 1) / std::max<std::uint64_t>(origin.longestSequence, 1);
        const std::size_t columns = sums.squares.size() / sums.rows.size();
        std::vector<float> values;
        for (std::size_t i = 0; i < sums.squares.size(); ++i) {
            const auto rows = static_cast<float>(sums.rows[i / columns]);
            const float mean = rows == 0 ? 1.0F : static_cast<float>(sums.squares[i]) / rows;
            values.push_back(mean * static_cast<float>(calls));
        }
        append(entries, weight);
        append(entries, calls);
        append(entries, values.size());
        append(entries, std::as_bytes(std::span(values)));
        ++many;
    }
    std::vector<std::byte> file;
    append(file, many);
    append(file, entries);
    append(file, origin.sequences);
    append(file, origin.dataset);
    return file;
}

} // namespace

void writeImportanceMatrix(const CalibrationStatistics& statistics, ImportanceForm form,
                           const std::filesystem::path& destination, bool replace) {
    const std::vector<std::byte> bytes = form == ImportanceForm::gguf ? ggufForm(statistics) : legacyForm(statistics);
    PendingFile pending(destination);
    pending.file().writeAt(0, bytes);
    pending.publish(replace);
}

} // namespace quantlathe
