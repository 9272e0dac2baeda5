// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/activation_store.h"

#include "base/folder.h"

#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <unistd.h>

namespace quantlathe {
namespace {

OutputFile makeTemporaryFile(const std::filesystem::path& folder) {
    static std::atomic<unsigned> serial{0};
    const auto path = (folder.empty() ? std::filesystem::temp_directory_path() : folder) /
                      fmt::format("quantlathe-{}-{}.activations", getpid(), serial.fetch_add(1));
    OutputFile file(path, OutputFile::Mode::createNew);
    removeEntry(path);
    return file;
}

} // namespace

ActivationStore::ActivationStore(std::size_t rows, std::size_t columns, std::uint64_t memoryLimit,
                                 const std::filesystem::path& folder)
    : rows_(rows), columns_(columns) {
    if (offset(rows) <= memoryLimit) {
        values_.resize(rows * columns);
        return;
    }
    file_.emplace(makeTemporaryFile(folder));
    file_->reserve(offset(rows));
}

std::span<float> ActivationStore::open(std::size_t firstRow, std::size_t count) {
    openedRow_ = firstRow;
    openedCount_ = count;
    if (!file_) {
        return std::span(values_).subspan(firstRow * columns_, count * columns_);
    }
    if (values_.size() < count * columns_) {
        values_.clear();
        values_.resize(count * columns_);
    }
    const std::span<float> opened = std::span(values_).first(count * columns_);
    file_->readAt(offset(firstRow), std::as_writable_bytes(opened));
    return opened;
}

void ActivationStore::close() {
    if (file_ && openedCount_ > 0) {
        file_->writeAt(offset(openedRow_), std::as_bytes(std::span(values_).first(openedCount_ * columns_)));
    }
    openedCount_ = 0;
}

void ActivationStore::read(std::size_t firstRow, std::span<float> into) const {
    if (file_) {
        file_->readAt(offset(firstRow), std::as_writable_bytes(into));
    } else {
        std::ranges::copy(std::span(values_).subspan(firstRow * columns_, into.size()), into.begin());
    }
}

} // namespace quantlathe
