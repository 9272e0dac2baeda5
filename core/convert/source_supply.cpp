// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/source_supply.h"

#include <algorithm>
#include <tuple>

namespace quantlathe {
namespace {

class Ordering {
public:
    Ordering(std::span<const std::vector<std::size_t>> needs, std::span<const std::uint64_t> fileBytes)
        : needs_(needs), fileBytes_(fileBytes), isHere_(fileBytes.size()), isDone_(needs.size()) {}

    SupplyOrder run() {
        SupplyOrder order;
        for (auto next = nextItem(); next < needs_.size(); next = nextItem()) {
            SupplyStep& step = order.steps.emplace_back();
            for (const std::size_t file : needs_[next]) {
                if (!isHere_[file]) {
                    isHere_[file] = true;
                    step.bring.push_back(file);
                    order.bytes += fileBytes_[file];
                    hereBytes_ += fileBytes_[file];
                }
            }
            order.peakBytes = std::max(order.peakBytes, hereBytes_);
            order.peakBytesAhead = std::max(order.peakBytesAhead, hereBefore_ + bytesOf(step.bring));
            hereBefore_ = hereBytes_;
            finish(step);
        }
        return order;
    }

private:
    [[nodiscard]] std::uint64_t bytesOf(std::span<const std::size_t> files) const {
        std::uint64_t sum = 0;
        for (const std::size_t file : files) {
            sum += fileBytes_[file];
        }
        return sum;
    }

    [[nodiscard]] std::uint64_t missingBytes(std::size_t item) const {
        std::uint64_t sum = 0;
        for (const std::size_t file : needs_[item]) {
            sum += isHere_[file] ? 0 : fileBytes_[file];
        }
        return sum;
    }

    /// Of those that wait for more beside a file that is here the one that waits for least; else the first.
    [[nodiscard]] std::size_t nextItem() const {
        std::size_t best = needs_.size();
        auto bestRank = std::tuple(true, UINT64_MAX, std::size_t{0});
        for (std::size_t i = 0; i < needs_.size(); ++i) {
            if (isDone_[i]) {
                continue;
            }
            const bool isBegun = std::ranges::any_of(needs_[i], [&](std::size_t file) { return isHere_[file]; });
            const std::size_t firstFile = needs_[i].empty() ? 0 : needs_[i].front();
            const auto rank = std::tuple(!isBegun, isBegun ? missingBytes(i) : 0, firstFile);
            if (best == needs_.size() || rank < bestRank) {
                best = i;
                bestRank = rank;
            }
        }
        return best;
    }

    void finish(SupplyStep& step) {
        std::vector<bool> isNeeded(isHere_.size());
        for (std::size_t i = 0; i < needs_.size(); ++i) {
            if (isDone_[i]) {
                continue;
            }
            if (std::ranges::all_of(needs_[i], [&](std::size_t file) { return isHere_[file]; })) {
                isDone_[i] = true;
                step.items.push_back(i);
                continue;
            }
            for (const std::size_t file : needs_[i]) {
                isNeeded[file] = true;
            }
        }
        for (std::size_t file = 0; file < isHere_.size(); ++file) {
            if (isHere_[file] && !isNeeded[file]) {
                isHere_[file] = false;
                hereBytes_ -= fileBytes_[file];
                step.drop.push_back(file);
            }
        }
    }

    std::span<const std::vector<std::size_t>> needs_;
    std::span<const std::uint64_t> fileBytes_;
    std::vector<bool> isHere_;
    std::vector<bool> isDone_;
    std::uint64_t hereBytes_ = 0;
    std::uint64_t hereBefore_ = 0; // while the step before was at work
};

} // namespace

SupplyOrder orderOfSupply(std::span<const std::vector<std::size_t>> needs, std::span<const std::uint64_t> fileBytes) {
    return Ordering(needs, fileBytes).run();
}

} // namespace quantlathe
