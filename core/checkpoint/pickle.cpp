// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/pickle.h"

#include "base/pickle_opcodes.h"
#include "base/text.h"
#include "base/words.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>

namespace quantlathe {
namespace {

constexpr std::size_t maxValues = 3'000'000;
constexpr std::size_t maxStack = 16'000'000;
constexpr std::size_t maxMarks = 1'000'000; // open at once; each nested value needs one
constexpr unsigned newestProtocol = 5;

using namespace pickle;

/// The stack machine that a pickle is a program for, without anything that could act.
class Machine {
public:
    Machine(const HeaderSource& source, std::span<const std::string_view> globals) : source_(source), globals_(globals) {}

    Pickle run() {
        for (;;) {
            opcodeAt_ = at_;
            const auto opcode = take<std::uint8_t>();
            if (opcode == stop) {
                pickle_.root = popValue();
                return std::move(pickle_);
            }
            step(opcode);
            if (pickle_.values.size() > maxValues || stack_.size() > maxStack || marks_.size() > maxMarks) {
                throw refused(say("it holds more values than any model needs"));
            }
        }
    }

private:
    void step(std::uint8_t opcode) {
        switch (opcode) {
        case protocol:
            if (const unsigned version = take<std::uint8_t>(); version > newestProtocol) {
                throw refused(say("protocol {} is newer than {}", version, newestProtocol));
            }
            return;
        case frame: static_cast<void>(take<std::uint64_t>()); return;
        case none: return push({});
        case newTrue:
        case newFalse: return push({.number = opcode == newTrue ? 1 : 0, .text = {}, .items = {}, .kind = PickleKind::boolean});
        case binInt: return pushInteger(take<std::int32_t>());
        case binInt1: return pushInteger(take<std::uint8_t>());
        case binInt2: return pushInteger(take<std::uint16_t>());
        case long1: return pushInteger(takeLong());
        case binFloat:
            static_cast<void>(take<std::uint64_t>());
            return push({.number = 0, .text = {}, .items = {}, .kind = PickleKind::real});
        case binUnicode:
        case binBytes:
        case binString: return pushText(take<std::uint32_t>());
        case shortBinUnicode:
        case shortBinBytes:
        case shortBinString: return pushText(take<std::uint8_t>());
        case global: {
            const std::string_view module = takeLine();
            return pushGlobal(module, takeLine());
        }
        case stackGlobal: {
            const std::string_view name = textOf(popValue());
            return pushGlobal(textOf(popValue()), name);
        }
        default: return stepOnStack(opcode);
        }
    }

    void stepOnStack(std::uint8_t opcode) {
        switch (opcode) {
        case mark: marks_.push_back(stack_.size()); return;
        case pop: static_cast<void>(popValue()); return;
        case popMark: static_cast<void>(popToMark()); return;
        case emptyTuple: return pushGroup(PickleKind::tuple, {});
        case emptyList: return pushGroup(PickleKind::list, {});
        case emptyDict: return pushGroup(PickleKind::dict, {});
        case tuple: return pushGroup(PickleKind::tuple, popToMark());
        case tuple1:
        case tuple2:
        case tuple3: return pushGroup(PickleKind::tuple, popLast(opcode - tuple1 + 1U));
        case append: return extend(popLast(1), PickleKind::list);
        case appends: return extend(popToMark(), PickleKind::list);
        case setItem: return extend(popLast(2), PickleKind::dict);
        case setItems: return extend(popToMark(), PickleKind::dict);
        case reduce:
        case newObject: return pushCall();
        case build: return dropState();
        case binPersistentId: return pushGroup(PickleKind::persistent, popLast(1));
        case binPut: return remember(take<std::uint8_t>());
        case longBinPut: return remember(take<std::uint32_t>());
        case memoize: return remember(static_cast<std::uint32_t>(memo_.size()));
        case binGet: return recall(take<std::uint8_t>());
        case longBinGet: return recall(take<std::uint32_t>());
        default: throw refused(say("opcode 0x{:02X} has no place in a state dict", opcode));
        }
    }

    [[nodiscard]] Error refused(std::string_view why) const {
        return badInput(source_.file, say("{} cannot be read", source_.subject),
                        say("At byte {} of its pickle: {}.", groupedDigits(opcodeAt_), why));
    }

    std::span<const std::byte> takeBytes(std::uint64_t count) {
        if (count > source_.bytes.size() - at_) {
            throw refused(say("the pickle ends too early"));
        }
        const auto bytes = source_.bytes.subspan(at_, count);
        at_ += count;
        return bytes;
    }

    template <typename Number>
    Number take() {
        Number value = 0;
        std::memcpy(&value, takeBytes(sizeof value).data(), sizeof value);
        return value;
    }

    std::int64_t takeLong() {
        const auto bytes = takeBytes(take<std::uint8_t>());
        if (bytes.size() > sizeof(std::int64_t)) {
            throw refused(say("a number has more than 64 bits"));
        }
        const bool isNegative = !bytes.empty() && (bytes.back() & std::byte{0x80}) != std::byte{0};
        std::int64_t value = isNegative ? -1 : 0;
        if (!bytes.empty()) { // little-endian two's complement, shortened
            std::memcpy(&value, bytes.data(), bytes.size());
        }
        return value;
    }

    std::string_view takeLine() {
        const auto rest = source_.bytes.subspan(at_);
        const auto* const end = std::find(rest.data(), rest.data() + rest.size(), std::byte{'\n'});
        const auto length = static_cast<std::size_t>(end - rest.data());
        const std::string_view line(reinterpret_cast<const char*>(rest.data()), length);
        static_cast<void>(takeBytes(length + 1));
        return line;
    }

    void push(PickleValue value) {
        stack_.push_back(static_cast<std::uint32_t>(pickle_.values.size()));
        pickle_.values.push_back(std::move(value));
    }
    void pushInteger(std::int64_t number) { push({.number = number, .text = {}, .items = {}, .kind = PickleKind::integer}); }
    void pushText(std::uint64_t length) {
        const auto bytes = takeBytes(length);
        push({.number = 0,
              .text = {reinterpret_cast<const char*>(bytes.data()), bytes.size()},
              .items = {},
              .kind = PickleKind::text});
    }
    void pushGroup(PickleKind kind, std::vector<std::uint32_t> items) {
        push({.number = 0, .text = {}, .items = std::move(items), .kind = kind});
    }

    void pushGlobal(std::string_view module, std::string_view name) {
        const auto known = std::find_if(globals_.begin(), globals_.end(), [&](std::string_view candidate) {
            return candidate.size() == module.size() + 1 + name.size() && candidate.starts_with(module) &&
                   candidate[module.size()] == ' ' && candidate.ends_with(name);
        });
        if (known == globals_.end()) {
            throw badInput(source_.file, say("{} holds more than tensors", source_.subject),
                           say("At byte {} of its pickle it asks for {}.{}. Only state dicts are read: nothing that a "
                               "pickle names is ever run. Save model.state_dict(), or the model as safetensors.",
                               groupedDigits(opcodeAt_), escapeForDisplay(module), escapeForDisplay(name)));
        }
        push({.number = 0, .text = *known, .items = {}, .kind = PickleKind::global});
    }

    void pushCall() {
        std::vector<std::uint32_t> items = popLast(2);
        if (pickle_[items[0]].kind != PickleKind::global || pickle_[items[1]].kind != PickleKind::tuple) {
            throw refused(say("it calls something that is not a known function"));
        }
        pushGroup(PickleKind::call, std::move(items));
    }

    /// What an object would set on itself when it is restored, for dictionaries their version numbers: of no use here.
    void dropState() {
        static_cast<void>(popValue());
        if (const PickleKind kind = pickle_[top()].kind; kind != PickleKind::dict && kind != PickleKind::call) {
            throw refused(say("it sets the state of something that has none"));
        }
    }

    void extend(std::vector<std::uint32_t> items, PickleKind kind) {
        PickleValue& target = pickle_.values[top()];
        if (target.kind != kind && !(kind == PickleKind::dict && target.kind == PickleKind::call)) {
            throw refused(say("it adds to a value that holds no others"));
        }
        if (kind == PickleKind::dict && items.size() % 2 != 0) {
            throw refused(say("a key has no value"));
        }
        target.items.insert(target.items.end(), items.begin(), items.end());
    }

    void remember(std::uint32_t key) { memo_[key] = top(); }
    void recall(std::uint32_t key) {
        const auto found = memo_.find(key);
        if (found == memo_.end()) {
            throw refused(say("it recalls a value that was never stored"));
        }
        stack_.push_back(found->second);
    }

    /// Values above the last mark, or all of them, are free to be taken.
    [[nodiscard]] std::size_t floor() const { return marks_.empty() ? 0 : marks_.back(); }
    [[nodiscard]] std::uint32_t top() const {
        if (stack_.size() <= floor()) {
            throw refused(say("its stack is empty"));
        }
        return stack_.back();
    }
    std::uint32_t popValue() {
        const std::uint32_t value = top();
        stack_.pop_back();
        return value;
    }
    std::vector<std::uint32_t> popLast(std::size_t count) {
        if (stack_.size() < floor() + count) {
            throw refused(say("its stack is empty"));
        }
        return cut(stack_.size() - count);
    }
    std::vector<std::uint32_t> popToMark() {
        if (marks_.empty()) {
            throw refused(say("it closes a group that was never opened"));
        }
        const std::size_t start = marks_.back();
        marks_.pop_back();
        return cut(start);
    }
    std::vector<std::uint32_t> cut(std::size_t start) {
        const auto first = stack_.begin() + static_cast<std::ptrdiff_t>(start);
        std::vector<std::uint32_t> items(first, stack_.end());
        stack_.erase(first, stack_.end());
        return items;
    }
    [[nodiscard]] std::string_view textOf(std::uint32_t index) const {
        if (pickle_[index].kind != PickleKind::text) {
            throw refused(say("the name of a class is no text"));
        }
        return pickle_[index].text;
    }

    const HeaderSource& source_;
    std::span<const std::string_view> globals_;
    Pickle pickle_;
    std::vector<std::uint32_t> stack_;
    std::vector<std::size_t> marks_;
    std::unordered_map<std::uint32_t, std::uint32_t> memo_;
    std::uint64_t at_ = 0;
    std::uint64_t opcodeAt_ = 0;
};

} // namespace

Pickle parsePickle(const HeaderSource& source, std::span<const std::string_view> globals) {
    if (source.bytes.size() > maxPickleBytes) {
        throw badInput(source.file, say("{} cannot be read", source.subject),
                       say("Its pickle has {} bytes, at most {} are read. A state dict holds tensors beside the pickle, "
                           "not in it.",
                           groupedDigits(source.bytes.size()), groupedDigits(maxPickleBytes)));
    }
    return Machine(source, globals).run();
}

} // namespace quantlathe
