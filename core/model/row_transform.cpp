// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/row_transform.h"

#include <algorithm>

namespace quantlathe {
namespace {

struct Place {
    const RowTransform::Section* section;
    std::uint64_t row; // inside the section
};

Place placeOf(const std::vector<RowTransform::Section>& sections, std::uint64_t row) {
    for (const RowTransform::Section& section : sections) {
        if (row < section.rows()) {
            return {&section, row};
        }
        row -= section.rows();
    }
    return {nullptr, row};
}

std::uint64_t sourceOf(const std::vector<RowTransform::Section>& sections, std::uint64_t row) {
    auto [section, rest] = placeOf(sections, row);
    std::uint64_t source = section->first;
    for (auto level = section->levels.rbegin(); level != section->levels.rend(); ++level) {
        source += rest % level->count * level->stride;
        rest /= level->count;
    }
    return source;
}

} // namespace

std::uint64_t RowTransform::sourceRow(std::uint64_t row) const {
    return sections.empty() ? row : sourceOf(sections, row);
}

std::uint64_t RowTransform::sourceColumn(std::uint64_t column) const {
    return sourceOf(columns, column);
}

std::uint64_t RowTransform::pickedColumns() const {
    std::uint64_t count = 0;
    for (const Section& section : columns) {
        count += section.rows();
    }
    return count;
}

std::uint64_t RowTransform::runFrom(std::uint64_t row) const {
    if (sections.empty()) {
        return UINT64_MAX;
    }
    const auto [section, inside] = placeOf(sections, row);
    const Level& innermost = section->levels.back();
    return innermost.stride == 1 ? innermost.count - inside % innermost.count : 1;
}

std::uint64_t RowTransform::endOfSource() const {
    std::uint64_t end = 0;
    for (const Section& section : sections) {
        std::uint64_t last = section.first;
        for (const Level& level : section.levels) {
            last += (std::max<std::uint64_t>(level.count, 1) - 1) * level.stride;
        }
        end = std::max(end, last + 1);
    }
    return end;
}

RowTransform interleavedHeads(std::uint64_t rows, std::uint64_t heads) {
    // Canonical row h·d + 2·j + p is stored row h·d + p·(d/2) + j: pairs side by side instead of halves one after the other.
    const std::uint64_t headRows = rows / heads;
    const std::uint64_t half = headRows / 2;
    return {.sections = {{.first = 0, .levels = {{{heads, headRows}, {half, 1}, {2, half}}}}}, .run = headRows, .columns = {}};
}

RowTransform ungroupedQkv(std::uint64_t groups, std::uint64_t queries, std::uint64_t headSize) {
    const std::uint64_t groupRows = (queries + 2) * headSize;
    const auto part = [&](std::uint64_t firstHead, std::uint64_t heads) {
        return RowTransform::Section{.first = firstHead * headSize,
                                     .levels = {{{1, 0}, {groups, groupRows}, {heads * headSize, 1}}}};
    };
    return {.sections = {part(0, queries), part(queries, 1), part(queries + 1, 1)}, .columns = {}};
}

RowTransform pickedRows(std::uint64_t groups, std::uint64_t groupRows, std::uint64_t first, std::uint64_t count) {
    return {.sections = {{.first = first, .levels = {{{1, 0}, {groups, groupRows}, {count, 1}}}}}, .columns = {}};
}

std::vector<RowTransform::Section> tiledHeads(std::uint64_t before, std::uint64_t keys, std::uint64_t headsPerKey,
                                              std::uint64_t headSize) {
    std::vector<RowTransform::Section> sections;
    if (before > 0) {
        sections.push_back({.first = 0, .levels = {{{1, 0}, {1, 0}, {before, 1}}}});
    }
    sections.push_back({.first = before, .levels = {{{headsPerKey, headSize}, {keys, headsPerKey * headSize}, {headSize, 1}}}});
    return sections;
}

RowTransform transposedColumns(std::uint64_t storedColumns, std::uint64_t first, std::uint64_t stride, std::uint64_t count) {
    RowTransform transform = transposedMatrix();
    transform.columns = {{.first = first, .levels = {{{1, 0}, {1, 0}, {count, stride}}}}};
    transform.storedColumns = storedColumns;
    return transform;
}

RowTransform transposedMatrix() {
    return {.sections = {}, .run = 0, .columns = {}, .storedColumns = 0, .transposes = true};
}

std::vector<RowRun> runsOf(const RowTransform& transform, std::uint64_t rows) {
    std::vector<RowRun> runs;
    for (std::uint64_t row = 0; row < rows;) {
        const std::uint64_t length = std::min(transform.runFrom(row), rows - row);
        runs.push_back({transform.sourceRow(row), row, length});
        row += length;
    }
    return runs;
}

namespace {

/// A section that takes all rows of one stretch, digit by digit: the digits in the order of their strides count the stored
/// rows, and their weights in the canonical order are the strides of the way back. `canonical`: its first canonical row.
std::optional<RowTransform::Section> invertedStretch(const RowTransform::Section& section, std::uint64_t canonical) {
    struct Digit {
        RowTransform::Level level;
        std::uint64_t weight;
    };
    std::array<Digit, 3> digits;
    std::uint64_t weight = 1;
    for (std::size_t i = digits.size(); i-- > 0;) {
        digits[i] = {section.levels[i], weight};
        weight *= section.levels[i].count;
    }
    std::ranges::stable_sort(digits, std::ranges::greater(), [](const Digit& digit) {
        return digit.level.count == 1 ? UINT64_MAX : digit.level.stride; // one that does not move is outermost
    });
    RowTransform::Section inverted{.first = canonical, .levels = {}};
    std::uint64_t expected = 1;
    for (std::size_t i = digits.size(); i-- > 0;) {
        if (digits[i].level.count > 1 && digits[i].level.stride != expected) {
            return std::nullopt;
        }
        expected *= digits[i].level.count;
        inverted.levels[i] = {digits[i].level.count, digits[i].level.count > 1 ? digits[i].weight : 0};
    }
    return inverted;
}

} // namespace

std::optional<std::vector<RowTransform::Section>> invertedSections(const std::vector<RowTransform::Section>& sections) {
    struct Part {
        std::uint64_t stored;
        std::uint64_t rows;
        RowTransform::Section section;
    };
    std::vector<Part> parts;
    std::uint64_t canonical = 0;
    bool areStretches = true;
    for (const RowTransform::Section& section : sections) {
        const auto inverted = invertedStretch(section, canonical);
        areStretches = areStretches && inverted.has_value();
        parts.push_back({section.first, section.rows(), inverted.value_or(RowTransform::Section{})});
        canonical += section.rows();
    }
    if (!areStretches) { // groups of several kinds of rows in turn
        RowTransform whole;
        whole.sections = sections;
        parts.clear();
        for (const RowRun& run : runsOf(whole, canonical)) {
            parts.push_back({run.stored, run.rows, {.first = run.canonical, .levels = {{{1, 0}, {1, 0}, {run.rows, 1}}}}});
        }
    }
    std::ranges::sort(parts, {}, &Part::stored);
    std::vector<RowTransform::Section> inverted;
    std::uint64_t stored = 0;
    for (const Part& part : parts) {
        if (part.stored != stored) {
            return std::nullopt;
        }
        stored += part.rows;
        inverted.push_back(part.section);
    }
    return inverted;
}

} // namespace quantlathe
