// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokenize/word_cutter.h"

#include "model/byte_level.h"
#include "model/utf8.h"

#include <algorithm>

namespace quantlathe {
namespace {

struct Stretch {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Joins matches with their neighbours as the behaviour says. `Take` is called with the stretches that remain, in order.
class Joiner {
public:
    Joiner(SplitBehavior behavior, bool inverted) : behavior_(behavior), inverted_(inverted) {}

    template <class Take>
    void add(std::size_t begin, std::size_t end, bool isMatch, Take take) {
        isMatch = isMatch != inverted_;
        switch (behavior_) {
        case SplitBehavior::isolated: take(begin, end); break;
        case SplitBehavior::removed:
            if (!isMatch) {
                take(begin, end);
            }
            break;
        case SplitBehavior::contiguous: joinIf(isMatch == formerIsMatch_, begin, end, take); break;
        case SplitBehavior::mergedWithPrevious: joinIf(isMatch && !formerIsMatch_, begin, end, take); break;
        case SplitBehavior::mergedWithNext: joinIf(!isMatch && formerIsMatch_, begin, end, take); break;
        }
        formerIsMatch_ = isMatch;
    }

    template <class Take>
    void finish(Take take) {
        if (pending_.end > pending_.begin) {
            take(pending_.begin, pending_.end);
        }
    }

private:
    template <class Take>
    void joinIf(bool joins, std::size_t begin, std::size_t end, Take take) {
        if (joins && pending_.end > pending_.begin) {
            pending_.end = end;
            return;
        }
        finish(take);
        pending_ = {begin, end};
    }

    SplitBehavior behavior_;
    bool inverted_;
    bool formerIsMatch_ = false;
    Stretch pending_; // empty: nothing yet
};

std::string withMarks(std::string_view text, const std::string& mark) {
    std::string marked;
    marked.reserve(text.size() + text.size() / 2);
    for (const char c : text) {
        if (c == ' ') {
            marked += mark;
        } else {
            marked += c;
        }
    }
    return marked;
}

} // namespace

void WordCutter::addSplit(Pattern pattern, SplitBehavior behavior, bool inverted) {
    Step step;
    step.pattern = std::move(pattern);
    step.behavior = behavior;
    step.inverted = inverted;
    steps_.push_back(std::move(step));
}

void WordCutter::addDigitGroups() {
    Step step;
    step.kind = Kind::digitGroups;
    step.pattern = Pattern(R"(\p{N}+)", {});
    steps_.push_back(std::move(step));
}

void WordCutter::addPrefixSpace() {
    Step step;
    step.kind = Kind::prefixSpace;
    steps_.push_back(std::move(step));
}

void WordCutter::addByteLevel() {
    Step step;
    step.kind = Kind::byteLevel;
    steps_.push_back(std::move(step));
    byteLevel_ = true;
}

void WordCutter::addMarks(std::string mark, Prefix prefix, bool cuts) {
    Step step;
    step.kind = Kind::marks;
    step.pattern = Pattern::literal(mark, {});
    step.behavior = SplitBehavior::mergedWithNext;
    step.mark = std::move(mark);
    step.prefix = prefix;
    step.cuts = cuts;
    steps_.push_back(std::move(step));
}

void WordCutter::cut(std::string_view text, bool isFirst, const Take& take) const {
    if (!text.empty()) {
        run(0, text, isFirst, false, take);
    }
}

void WordCutter::split(std::size_t index, std::string_view text, bool isFirst, bool standIns, const Take& take) const {
    const Step& step = steps_[index];
    Joiner joiner(step.behavior, step.inverted);
    const auto next = [&](std::size_t begin, std::size_t end) {
        run(index + 1, text.substr(begin, end - begin), isFirst && begin == 0, standIns, take);
    };
    step.pattern->forEach(text,
                          [&](std::size_t begin, std::size_t end, bool isMatch) { joiner.add(begin, end, isMatch, next); });
    joiner.finish(next);
}

void WordCutter::groupDigits(std::size_t index, std::string_view text, bool isFirst, bool standIns, const Take& take) const {
    const auto group = [&](std::string_view digits, bool isAtBeginning) {
        const auto count = static_cast<std::size_t>(std::count_if(
            digits.begin(), digits.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
        for (std::size_t left = count; left > 0;) {
            const std::size_t size = left % 3 == 0 ? 3 : left % 3;
            std::size_t bytes = 0;
            for (std::size_t i = 0; i < size; ++i) {
                bytes += characterBytes(digits[bytes]);
            }
            run(index + 1, digits.substr(0, bytes), isAtBeginning && left == count, standIns, take);
            digits.remove_prefix(bytes);
            left -= size;
        }
    };
    steps_[index].pattern->forEach(text, [&](std::size_t begin, std::size_t end, bool isNumber) {
        const std::string_view part = text.substr(begin, end - begin);
        if (isNumber) {
            group(part, isFirst && begin == 0);
        } else {
            run(index + 1, part, isFirst && begin == 0, standIns, take);
        }
    });
}

void WordCutter::run(std::size_t index, std::string_view text, bool isFirst, bool standIns, const Take& take) const {
    if (index == steps_.size()) {
        if (standIns) { // every character is one, whatever was cut
            take(withoutStandIns(text).value_or(std::string()));
        } else {
            take(text);
        }
        return;
    }
    const Step& step = steps_[index];
    switch (step.kind) {
    case Kind::split: split(index, text, isFirst, standIns, take); break;
    case Kind::digitGroups: groupDigits(index, text, isFirst, standIns, take); break;
    case Kind::prefixSpace:
        if (text.starts_with(' ')) {
            run(index + 1, text, isFirst, standIns, take);
        } else {
            run(index + 1, ' ' + std::string(text), isFirst, standIns, take);
        }
        break;
    case Kind::byteLevel:
        if (index + 1 == steps_.size() || standIns) { // at the end there is nobody to see the stand-ins
            run(index + 1, text, isFirst, standIns, take);
        } else {
            run(index + 1, withStandIns(text), isFirst, true, take);
        }
        break;
    case Kind::marks: {
        std::string marked = withMarks(text, step.mark);
        const bool isWanted = step.prefix == Prefix::always || (step.prefix == Prefix::first && isFirst);
        if (isWanted && !marked.starts_with(step.mark)) {
            marked.insert(0, step.mark);
        }
        if (step.cuts) {
            split(index, marked, isFirst, standIns, take);
        } else {
            run(index + 1, marked, isFirst, standIns, take);
        }
        break;
    }
    }
}

} // namespace quantlathe
