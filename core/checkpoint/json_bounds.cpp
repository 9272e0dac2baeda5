// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/json_bounds.h"

#include "checkpoint/json_stream.h"

#include <limits>
#include <unordered_set>
#include <utility>
#include <vector>

namespace quantlathe {
namespace {

struct EndOfJson {};

class Watch : public JsonHandler {
public:
    explicit Watch(const JsonBounds& bounds) : bounds_(bounds) {}

    void take(JsonEvent& event) override {
        if (event.depth > bounds_.deepestNesting) {
            throw JsonBreach{JsonBreach::Kind::nesting, {}};
        }
        if (++values_ > bounds_.mostValues) {
            throw JsonBreach{JsonBreach::Kind::values, {}};
        }
        if (bounds_.hasUniqueKeys) {
            takeKey(event);
        }
    }
    [[noreturn]] void malformed(std::size_t, std::string_view) override { throw EndOfJson(); }

private:
    void takeKey(JsonEvent& event) {
        switch (event.kind) {
        case JsonEvent::Kind::beginObject: openObjects_.emplace_back(); break;
        case JsonEvent::Kind::endObject: openObjects_.pop_back(); break;
        case JsonEvent::Kind::key:
            if (!openObjects_.back().insert(event.text).second) {
                throw JsonBreach{JsonBreach::Kind::key, std::move(event.text)};
            }
            break;
        default: break;
        }
    }

    const JsonBounds& bounds_;
    std::size_t values_ = 0;
    std::vector<std::unordered_set<std::string>> openObjects_;
};

} // namespace

std::optional<JsonBreach> breachOf(std::string_view text, const JsonBounds& bounds) {
    Watch watch(bounds);
    try {
        streamJson(text, std::numeric_limits<int>::max(), watch);
    } catch (const EndOfJson&) { // whoever reads it says what is wrong
    } catch (const JsonBreach& breach) {
        return breach;
    }
    return std::nullopt;
}

} // namespace quantlathe
