// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/spqr/legacy_grid.h"

#include "codecs/spqr/grid.h"
#include "codecs/spqr/legacy_archive.h"

namespace quantlathe::spqr {
namespace {

class LegacyGrid final : public TiledGrid {
public:
    LegacyGrid(const SpqrEncoding& encoding, const MatrixShape& shape, MatrixGrid::Parts parts)
        : TiledGrid(shape, parts), compressed_(encoding, shape) {
        unpackLegacyArchive(encoding.layout(), shape, part(0), compressed_.spans());
        inner_ = matrixGrid(encoding.layout(), shape, compressed_.spans());
    }

    [[nodiscard]] std::size_t groupColumns() const override { return inner_->groupColumns(); }
    [[nodiscard]] bool hasChoices() const override { return inner_->hasChoices(); }
    [[nodiscard]] int codes() const override { return inner_->codes(); }
    std::size_t candidates(std::uint64_t row, std::uint64_t column, std::span<GridChoice, mostCandidates> out) const override {
        return inner_->candidates(row, column, out);
    }
    void write(std::span<const std::uint8_t> codes, std::span<const GridChoice> choices) override {
        inner_->write(codes, choices);
        pack();
    }

    void begin(std::span<const std::uint32_t> order) override { tiled().begin(order); }
    [[nodiscard]] std::uint64_t room() const override { return tiled().room(); }
    void chooseTile(std::uint64_t tileRow, std::uint64_t tile, const TargetTile& target) override {
        tiled().chooseTile(tileRow, tile, target);
    }
    std::size_t choicesOf(std::uint64_t row, std::uint64_t tile, std::span<GridChoice, mostCandidates> out) const override {
        return tiled().choicesOf(row, tile, out);
    }
    void keep(std::uint64_t row, std::uint64_t tile, const GridChoice& choice) override { tiled().keep(row, tile, choice); }
    void writeExact(std::span<const ExactValue> values) override {
        tiled().writeExact(values);
        pack();
    }

private:
    [[nodiscard]] TiledGrid& tiled() const { return *asTiledGrid(*inner_); }
    void pack() const { packLegacyArchive(shape(), compressed_.stored(), part(0)); }

    CompressedParts compressed_;
    std::unique_ptr<MatrixGrid> inner_;
};

} // namespace

CompressedParts::CompressedParts(const SpqrEncoding& encoding, const MatrixShape& shape) {
    const std::vector<MatrixPart> described = encoding.parts(shape);
    memory_.reserve(described.size());
    for (const MatrixPart& part : described) {
        std::vector<std::byte>& bytes = memory_.emplace_back(static_cast<std::size_t>(part.bytes()));
        spans_.emplace_back(bytes);
        stored_.emplace_back(bytes);
    }
}

std::unique_ptr<MatrixGrid> legacyGrid(const SpqrEncoding& compressed, const MatrixShape& shape, MatrixGrid::Parts parts) {
    return std::make_unique<LegacyGrid>(compressed, shape, parts);
}

} // namespace quantlathe::spqr
