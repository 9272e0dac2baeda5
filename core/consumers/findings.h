// SPDX-License-Identifier: GPL-3.0-or-later
// What the rules of consumers share: what they look at, and where they say what they found. Private to consumers.
#pragma once

#include "base/words.h"
#include "consumers/consumer.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace quantlathe {

/// Collects reasons. One rule that many tensors break is told once, with the first of them and the number of the others.
class Findings {
public:
    using Text = std::function<std::string()>;
    void refuse(std::string_view rule, const Text& text) { add(Loads::no, rule, text); }
    void warn(std::string_view rule, const Text& text) { add(Loads::withCaveat, rule, text); }
    void need(std::string_view rule, const Text& text) { add(Loads::yes, rule, text); }
    /// The worst first, in the order in which they were found. What a program needs is left out where it loads nothing.
    [[nodiscard]] std::vector<ConsumerFinding> take();

private:
    struct Entry {
        ConsumerFinding finding;
        std::size_t more = 0;
    };
    void add(Loads loads, std::string_view rule, const Text& text);
    std::vector<std::pair<std::string, Entry>> entries_;
};

/// One model before one consumer.
struct Examination {
    const WrittenModel& model;
    const Consumer& consumer;
    Findings& findings;

    [[nodiscard]] const nlohmann::json& quantization() const { return model.quantization(); }
    [[nodiscard]] bool isFor(std::string_view id) const { return consumer.id == id; }
    /// A tensor that is there has the type and, where one is given, the shape.
    void wantTensor(const std::string& name, std::initializer_list<ElementType> types,
                    const std::vector<std::uint64_t>& shape = {}) const;
    /// The key of quantization_config is there and has one of the values, as JSON writes them.
    void wantKey(std::string_view key, std::initializer_list<nlohmann::json> values = {}) const;
};

/// A whole number of an object; nothing if it is absent or something else.
[[nodiscard]] std::optional<std::int64_t> countMember(const nlohmann::json& object, std::string_view key);

} // namespace quantlathe
