// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/spqr/legacy_archive.h"

#include "base/crc32.h"
#include "base/error.h"
#include "base/numeric.h"
#include "base/stored_zip.h"
#include "base/torch_pickle.h"
#include "base/words.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <string>

namespace quantlathe::spqr {
namespace {

/// Entries of the archive; those of storages have their keys as numbers.
enum Entry : std::uint8_t {
    pickleEntry,
    byteOrderEntry,
    versionEntry,
    codesEntry, // then one for each list
    orderEntry = codesEntry + 1 + legacyLists.size(),
    placesEntry,
    valuesEntry,
    entries,
};
constexpr std::uint32_t blockSize = 128; // columns that the reference takes at once; its reader asks for it
constexpr std::uint16_t smallestF16 = 1;

std::string keyOf(std::size_t entry) {
    return fmt::to_string(entry - codesEntry);
}

bool holdsCodes(std::size_t list) {
    return list == scaleCodes || list == zeroCodes;
}

/// What the archive of a matrix is made of.
struct Plan {
    MatrixShape shape;
    std::uint64_t outliers;

    [[nodiscard]] std::uint64_t groups() const { return shape.columns / side; }
    [[nodiscard]] std::uint64_t units() const { return tilesOf(shape.rows); }
    [[nodiscard]] std::vector<std::uint64_t> shapeOf(std::size_t list) const {
        return {units(), holdsCodes(list) ? side : std::uint64_t{1}};
    }
    [[nodiscard]] std::uint64_t groupElements(std::size_t list) const { return units() * (holdsCodes(list) ? side : 1); }
    [[nodiscard]] LegacyForm form() const {
        return {.groups = groups(), .together = side, .numbers = ElementType::F16, .outliers = outliers};
    }

    [[nodiscard]] TorchStorage storage(std::size_t entry) const {
        const auto stored = [&](ElementType type, std::uint64_t elements) {
            return TorchStorage{.key = keyOf(entry), .type = type, .elements = elements};
        };
        switch (entry) {
        case codesEntry: return stored(ElementType::I8, shape.values());
        case orderEntry: return stored(ElementType::I32, shape.columns);
        case placesEntry: return stored(ElementType::I64, 2 * outliers);
        case valuesEntry: return stored(ElementType::F16, outliers);
        default: {
            const std::size_t list = entry - codesEntry - 1;
            return stored(holdsCodes(list) ? ElementType::I8 : ElementType::F16, groups() * groupElements(list));
        }
        }
    }

    /// Of the same length for any number of outliers.
    [[nodiscard]] std::vector<std::byte> pickle() const {
        const std::vector<std::uint64_t> whole{shape.rows, shape.columns};
        TorchPickle pickle;
        pickle.openDict();
        pickle.text("quant_weights");
        pickle.tensor(storage(codesEntry), ElementType::I8, 0, whole);
        for (std::size_t list = 0; list < legacyLists.size(); ++list) {
            const TorchStorage stored = storage(codesEntry + 1 + list);
            pickle.text(legacyLists[list]);
            pickle.openList();
            for (std::uint64_t group = 0; group < groups(); ++group) {
                pickle.tensor(stored, stored.type, group * groupElements(list), shapeOf(list));
            }
            pickle.closeList();
        }
        pickle.text("save_float_dtype");
        pickle.global("torch float16");
        pickle.text("outliers_matrix");
        pickle.sparseMatrix(storage(placesEntry), storage(valuesEntry), static_cast<std::uint32_t>(outliers), whole);
        pickle.text("perm");
        pickle.tensor(storage(orderEntry), ElementType::I32, 0, std::span(&shape.columns, 1));
        pickle.text("keep_last_columns");
        pickle.integer(0);
        pickle.text("blocksize");
        pickle.integer(blockSize);
        pickle.text("weight_shape");
        pickle.size(whole);
        pickle.text("groupsize");
        pickle.integer(side);
        pickle.closeDict();
        return pickle.finish();
    }

    [[nodiscard]] StoredZip zip(std::uint64_t pickleBytes, bool isWide) const {
        StoredZip zip(isWide);
        zip.add("archive/data.pkl", pickleBytes);
        zip.add("archive/byteorder", torchByteOrder.size());
        zip.add("archive/version", torchArchiveVersion.size());
        for (std::size_t entry = codesEntry; entry < entries; ++entry) {
            const TorchStorage stored = storage(entry);
            zip.add("archive/data/" + stored.key, stored.elements * info(stored.type).bytesPerBlock);
        }
        return zip;
    }
};

template <class Number>
void store(std::span<std::byte> bytes, std::uint64_t index, Number number) {
    std::memcpy(bytes.data() + index * sizeof(Number), &number, sizeof(Number));
}

void copyTo(std::span<std::byte> into, std::span<const std::byte> bytes) {
    std::ranges::copy(bytes, into.begin());
}

class Packer {
public:
    Packer(const MatrixShape& shape, StoredParts compressed, std::span<std::byte> archive)
        : compressed_(compressed), archive_(archive), plan_{shape, offsetAt(compressed[offsetsPart], shape.rows)},
          pickle_(plan_.pickle()), zip_(plan_.zip(pickle_.size(), StoredZip::mustBeWide(archive.size()))) {}

    void pack() {
        std::ranges::fill(archive_, std::byte{0});
        copyTo(contents(pickleEntry), pickle_);
        copyTo(contents(byteOrderEntry), std::as_bytes(std::span(torchByteOrder)));
        copyTo(contents(versionEntry), std::as_bytes(std::span(torchArchiveVersion)));
        packScales();
        packCodes();
        packOutliers();
        for (std::uint64_t place = 0; place < plan_.shape.columns; ++place) {
            store(contents(orderEntry), place, inputAt(compressed_[orderPart], place));
        }
        for (std::size_t entry = 0; entry < entries; ++entry) {
            zip_.setChecksum(entry, crc32(contents(entry)));
            copyTo(archive_.subspan(zip_.items()[entry].header), zip_.header(entry));
        }
        const std::uint64_t at = archive_.size() - zip_.directoryBytes();
        copyTo(archive_.subspan(at), zip_.directory(at));
    }

private:
    [[nodiscard]] std::span<std::byte> contents(std::size_t entry) const {
        const ZipItem& item = zip_.items()[entry];
        return archive_.subspan(item.offset, item.bytes);
    }
    [[nodiscard]] std::span<std::byte> list(LegacyList number) const { return contents(codesEntry + 1 + number); }

    void packScales() const {
        for (std::uint64_t tile = 0; tile < plan_.groups(); ++tile) {
            for (std::uint64_t tileRow = 0; tileRow < plan_.units(); ++tileRow) {
                const TileScales scales = tileScalesAt(plan_.shape, compressed_[densePart], tileRow, tile);
                const std::uint64_t unit = tile * plan_.units() + tileRow;
                store(list(scaleSteps), unit, scales.scales.step);
                store(list(scaleZeros), unit, scales.scales.zero);
                store(list(zeroSteps), unit, scales.zeros.step);
                store(list(zeroZeros), unit, scales.zeros.zero);
                copyTo(list(scaleCodes).subspan(unit * side), std::as_bytes(std::span(scales.scaleCodes)));
                copyTo(list(zeroCodes).subspan(unit * side), std::as_bytes(std::span(scales.zeroCodes)));
            }
        }
    }

    void packCodes() const {
        std::vector<std::uint8_t> codes(static_cast<std::size_t>(plan_.shape.columns));
        for (std::uint64_t row = 0; row < plan_.shape.rows; ++row) {
            codesOfRow(plan_.shape, compressed_[densePart], row, codes);
            copyTo(contents(codesEntry).subspan(row * codes.size()), std::as_bytes(std::span(codes)));
        }
    }

    /// The weight that the compressed form's readers get, in place of a difference.
    void packOutliers() const {
        std::vector<float> values(static_cast<std::size_t>(plan_.shape.columns));
        for (std::uint64_t row = 0, at = 0; row < plan_.shape.rows; ++row) {
            const std::uint64_t end = offsetAt(compressed_[offsetsPart], row + 1);
            if (at < end) {
                decodeRow(plan_.shape, compressed_[densePart], row, values);
            }
            for (; at < end; ++at) {
                const std::uint32_t place = placeOfOutlier(compressed_[outliersPart], at);
                const float value = values[place] + differenceOfOutlier(compressed_[outliersPart], at);
                const std::uint16_t number = f16FromFloat(value);
                store(contents(placesEntry), at, row);
                store(contents(placesEntry), plan_.outliers + at, std::uint64_t{place});
                store(contents(valuesEntry), at, floatFromF16(number) == 0 ? smallestF16 : number);
            }
        }
    }

    StoredParts compressed_;
    std::span<std::byte> archive_;
    Plan plan_;
    std::vector<std::byte> pickle_;
    StoredZip zip_;
};

[[noreturn]] void refuse() {
    throw badInput({}, say("This is no file of a SpQR layer"), say("Its directory is not the one that was written."));
}

} // namespace

std::uint64_t legacyArchiveBytes(const Layout& layout, const MatrixShape& shape) {
    const Plan plan{shape, layout.capacity(shape)};
    const std::uint64_t pickleBytes = plan.pickle().size();
    const auto bytesOf = [&](bool isWide) {
        const StoredZip zip = plan.zip(pickleBytes, isWide);
        return zip.end() + zip.directoryBytes();
    };
    const std::uint64_t bytes = bytesOf(false);
    return StoredZip::mustBeWide(bytes) ? bytesOf(true) : bytes;
}

void packLegacyArchive(const MatrixShape& shape, StoredParts compressed, std::span<std::byte> archive) {
    Packer(shape, compressed, archive).pack();
}

OpenedArchive openLegacyArchive(const Layout& layout, const MatrixShape& shape, std::span<const std::byte> archive) {
    const auto zip = StoredZip::fromHeaders(archive);
    if (!zip || zip->items().size() != entries || zip->end() > archive.size()) {
        refuse();
    }
    const auto contents = [&](std::size_t entry) {
        const ZipItem& item = zip->items()[entry];
        return archive.subspan(item.offset, item.bytes);
    };
    const Plan plan{shape, contents(valuesEntry).size() / sizeof(std::uint16_t)};
    const std::span<const ZipItem> found = zip->items();
    const StoredZip expected = plan.zip(found[pickleEntry].bytes, StoredZip::mustBeWide(archive.size()));
    const bool isSame = std::ranges::equal(found, expected.items(), {}, &ZipItem::bytes, &ZipItem::bytes);
    if (!isSame || plan.outliers > layout.capacity(shape)) {
        refuse();
    }
    OpenedArchive opened{.tensors = {.shape = shape,
                                     .form = plan.form(),
                                     .codes = contents(codesEntry),
                                     .order = contents(orderEntry),
                                     .outlierPlaces = contents(placesEntry),
                                     .outlierValues = contents(valuesEntry),
                                     .lists = {}},
                         .lists = {}};
    for (std::size_t list = 0; list < legacyLists.size(); ++list) {
        const std::uint64_t bytes = plan.groupElements(list) * (holdsCodes(list) ? 1 : sizeof(std::uint16_t));
        for (std::uint64_t group = 0; group < plan.groups(); ++group) {
            opened.lists.push_back(contents(codesEntry + 1 + list).subspan(group * bytes, bytes));
        }
    }
    opened.tensors.lists = opened.lists; // moving a vector leaves its memory where it is
    return opened;
}

void unpackLegacyArchive(const Layout& layout, const MatrixShape& shape, std::span<const std::byte> archive, Parts compressed) {
    const OpenedArchive opened = openLegacyArchive(layout, shape, archive);
    const LegacyTensors& tensors = opened.tensors;
    const auto columns = static_cast<std::size_t>(shape.columns);
    const auto numbers = [&](LegacyList list, std::uint64_t tile) { return opened.lists[list * tensors.form.groups + tile]; };
    for (const std::span<std::byte> part : compressed) {
        std::ranges::fill(part, std::byte{0});
    }
    for (std::uint64_t tileRow = 0; tileRow < tilesOf(shape.rows); ++tileRow) {
        const std::uint64_t present = std::min<std::uint64_t>(side, shape.rows - tileRow * side);
        for (std::uint64_t tile = 0; tile < tensors.form.groups; ++tile) {
            TileScales scales{.scales = {numberAt<std::uint16_t>(numbers(scaleSteps, tile), tileRow),
                                         numberAt<std::uint16_t>(numbers(scaleZeros, tile), tileRow)},
                              .zeros = {numberAt<std::uint16_t>(numbers(zeroSteps, tile), tileRow),
                                        numberAt<std::uint16_t>(numbers(zeroZeros, tile), tileRow)}};
            std::array<std::uint8_t, tileValues> codes{};
            for (std::uint64_t row = 0; row < side; ++row) {
                scales.scaleCodes[row] = numberAt<std::uint8_t>(numbers(scaleCodes, tile), tileRow * side + row);
                scales.zeroCodes[row] = numberAt<std::uint8_t>(numbers(zeroCodes, tile), tileRow * side + row);
                for (std::uint64_t i = 0; i < side && row < present; ++i) {
                    codes[i * side + row] =
                        numberAt<std::uint8_t>(tensors.codes, (tileRow * side + row) * columns + tile * side + i);
                }
            }
            packTile(scales, codes.data(), shape, tileRow, tile, compressed[densePart]);
        }
    }
    std::vector<std::uint32_t> order(columns);
    for (std::size_t place = 0; place < columns; ++place) {
        order[place] = numberAt<std::uint32_t>(tensors.order, place);
    }
    packOrder(order, compressed);
    std::vector<float> values(columns);
    for (std::uint64_t row = 0, at = 0; row < shape.rows; ++row) {
        decodeRow(shape, compressed[densePart], row, values);
        for (; at < tensors.form.outliers && numberAt<std::uint64_t>(tensors.outlierPlaces, at) == row; ++at) {
            const auto place =
                static_cast<std::uint32_t>(numberAt<std::uint64_t>(tensors.outlierPlaces, tensors.form.outliers + at));
            const float value = floatFromF16(numberAt<std::uint16_t>(tensors.outlierValues, at));
            packOutlier(compressed[outliersPart], at, place, f16FromFloat(value - values.at(place)));
        }
        packOffset(compressed[offsetsPart], row + 1, at);
    }
}

} // namespace quantlathe::spqr
