// SPDX-License-Identifier: GPL-3.0-or-later
// Looks at every stored weight of a finished file once.
#include "base/arena.h"
#include "base/text.h"
#include "base/words.h"
#include "convert/block_check.h"
#include "convert/job.h"
#include "convert/source_files.h"
#include "model/packed_tensors.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <oneapi/tbb/parallel_for.h>
#include <optional>
#include <vector>

namespace quantlathe {
namespace {

constexpr std::uint64_t pieceTargetBytes = 1U << 20U;

/// Bytes [offset, offset + bytes) of a tensor: whole blocks.
struct Piece {
    std::size_t tensor = 0;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
};

std::vector<Piece> piecesOf(std::span<const TensorInfo> tensors) {
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        const std::uint64_t blockBytes = info(tensors[i].type).bytesPerBlock;
        const std::uint64_t step = std::max<std::uint64_t>(1, pieceTargetBytes / blockBytes) * blockBytes;
        for (std::uint64_t offset = 0; offset < tensors[i].bytes; offset += step) {
            pieces.push_back({i, offset, std::min(step, tensors[i].bytes - offset)});
        }
    }
    return pieces;
}

struct Fault {
    std::size_t piece = 0;
    std::uint64_t block = 0; // in the piece
};

Error describe(const Checkpoint& checkpoint, const Piece& piece, const Fault& fault) {
    const TensorInfo& tensor = checkpoint.tensors()[piece.tensor];
    const ElementTypeInfo& type = info(tensor.type);
    const std::uint64_t block = piece.offset / type.bytesPerBlock + fault.block;
    const std::uint64_t first = block * type.weightsPerBlock;
    const std::uint64_t columns = tensor.columns();
    const std::string number = groupedDigits(block);
    const std::string row = groupedDigits(first / columns);
    const std::string column = groupedDigits(first % columns);
    const std::string byte = groupedDigits(tensor.offset + block * type.bytesPerBlock);
    return badInput(checkpoint.files()[tensor.file].path(), say("{} is damaged", escapeForDisplay(tensor.name)),
                    type.isBlocked()
                        ? say("The scale of block {} of {} (row {}, column {}; byte {} of the file) is not a finite number.",
                              number, type.name, row, column, byte)
                        : say("Value {} of {} (row {}, column {}; byte {} of the file) is not a finite number.", number,
                              type.name, row, column, byte));
}

} // namespace

std::size_t verifyFile(const std::filesystem::path& file, int threads, Progress& progress, const CancelToken& cancel) {
    const Checkpoint checkpoint = openCheckpoint(file);
    for (const TensorInfo& tensor : checkpoint.tensors()) {
        if (!isWeightType(tensor.type)) {
            throw badInput(checkpoint.files()[tensor.file].path(), say("{} is damaged", escapeForDisplay(tensor.name)),
                           say("{} is no type for stored weights.", info(tensor.type).name));
        }
    }
    static_cast<void>(logicalTensors(checkpoint)); // matrices in several parts fit together
    const SourceFiles source(checkpoint);
    const std::vector<Piece> pieces = piecesOf(checkpoint.tensors());
    std::uint64_t total = 0;
    for (const Piece& piece : pieces) {
        total += piece.bytes;
    }
    progress.start(say("Verifying"), total);

    // The first fault in file order, whichever thread finds one first: pieces before a known fault are still looked at.
    std::mutex mutex;
    std::optional<Fault> first;
    std::atomic<std::size_t> limit{pieces.size()};
    std::atomic<std::size_t> next{0};
    ThreadArena arena(threads);
    arena.run([&] {
        oneapi::tbb::parallel_for(0, arena.threads(), [&](int) {
            std::vector<std::byte> bytes;
            for (std::size_t i = next++; i < limit; i = next++) {
                cancel.throwIfCancelled();
                const Piece& piece = pieces[i];
                const TensorInfo& tensor = checkpoint.tensors()[piece.tensor];
                if (piece.offset == 0) {
                    progress.setItem(tensor.name);
                }
                bytes.resize(piece.bytes);
                source.read(tensor, piece.offset, bytes);
                if (const auto block = firstInvalidBlock(tensor.type, bytes)) {
                    const std::scoped_lock lock(mutex);
                    if (!first || i < first->piece) {
                        first = Fault{i, *block};
                        limit = i;
                    }
                }
                progress.add(piece.bytes);
            }
        });
    });
    if (first) {
        throw describe(checkpoint, pieces[first->piece], *first);
    }
    source.checkUnchanged();
    progress.finish();
    return checkpoint.tensors().size();
}

} // namespace quantlathe
