// SPDX-License-Identifier: GPL-3.0-or-later
// Reads JSON as a stream of events: no tree in memory, no recursion, a limit on nesting. For the headers and indexes of
// checkpoints, which may be large and hostile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace quantlathe {

struct JsonEvent {
    enum class Kind { beginObject, endObject, beginArray, endArray, key, string, unsignedNumber, other };
    Kind kind = Kind::other; // other: null, a boolean, a negative or fractional number
    bool isNull = false;
    std::uint64_t number = 0; // unsignedNumber
    std::string text;         // key, string: the handler may move it away
    std::size_t position = 0; // bytes of the text read so far: the event ends there, give or take one byte
    int depth = 0;            // open objects and arrays around the event, itself not counted
};

class JsonHandler {
public:
    virtual ~JsonHandler() = default;
    /// May throw; the exception passes through streamJson.
    virtual void take(JsonEvent& event) = 0;
    /// Must throw. `why` is a clause: "it is no valid JSON".
    [[noreturn]] virtual void malformed(std::size_t position, std::string_view why) = 0;
};

/// Exactly one JSON value, UTF-8, at most `maxDepth` levels of objects and arrays.
void streamJson(std::string_view text, int maxDepth, JsonHandler& handler);

} // namespace quantlathe
