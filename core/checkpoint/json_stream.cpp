// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/json_stream.h"

#include "base/words.h"

#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

namespace quantlathe {
namespace {

using Json = nlohmann::json;

/// A character pointer that leaves word of where it is, because the parser's events carry no position.
struct TracingIterator {
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    const char* at = nullptr;
    const char** trace = nullptr;

    reference operator*() const { return *at; }
    TracingIterator& operator++() {
        *trace = ++at;
        return *this;
    }
    friend bool operator==(const TracingIterator& a, const TracingIterator& b) { return a.at == b.at; }
};

class Events : public nlohmann::json_sax<Json> {
public:
    Events(JsonHandler& handler, int maxDepth, const char* start)
        : handler_(handler), maxDepth_(maxDepth), start_(start), now_(start) {}
    const char** trace() { return &now_; }

    bool null() override { return send(event(JsonEvent::Kind::other, true)); }
    bool boolean(bool) override { return send(event(JsonEvent::Kind::other)); }
    bool number_integer(number_integer_t) override { return send(event(JsonEvent::Kind::other)); }
    bool number_unsigned(number_unsigned_t value) override {
        JsonEvent number = event(JsonEvent::Kind::unsignedNumber);
        number.number = value;
        return send(std::move(number));
    }
    bool number_float(number_float_t, const string_t&) override { return send(event(JsonEvent::Kind::other)); }
    bool string(string_t& value) override { return sendText(JsonEvent::Kind::string, value); }
    bool binary(binary_t&) override { return send(event(JsonEvent::Kind::other)); }
    bool start_object(std::size_t) override { return open(JsonEvent::Kind::beginObject); }
    bool key(string_t& value) override { return sendText(JsonEvent::Kind::key, value); }
    bool end_object() override { return close(JsonEvent::Kind::endObject); }
    bool start_array(std::size_t) override { return open(JsonEvent::Kind::beginArray); }
    bool end_array() override { return close(JsonEvent::Kind::endArray); }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
        handler_.malformed(position, say("it is no valid JSON"));
        return false; // not reached
    }

private:
    static JsonEvent event(JsonEvent::Kind kind, bool isNull = false) {
        JsonEvent made;
        made.kind = kind;
        made.isNull = isNull;
        return made;
    }
    bool sendText(JsonEvent::Kind kind, std::string& text) {
        JsonEvent made = event(kind);
        made.text = std::move(text);
        return send(std::move(made));
    }
    bool send(JsonEvent made) {
        made.position = position();
        made.depth = depth_;
        handler_.take(made);
        return true;
    }
    bool open(JsonEvent::Kind kind) {
        if (depth_ >= maxDepth_) {
            handler_.malformed(position(), say("objects and arrays are nested deeper than {} levels", maxDepth_));
        }
        send(event(kind));
        ++depth_;
        return true;
    }
    bool close(JsonEvent::Kind kind) {
        --depth_;
        return send(event(kind));
    }
    [[nodiscard]] std::size_t position() const { return static_cast<std::size_t>(now_ - start_); }

    JsonHandler& handler_;
    int maxDepth_;
    int depth_ = 0;
    const char* start_;
    const char* now_;
};

} // namespace

void streamJson(std::string_view text, int maxDepth, JsonHandler& handler) {
    Events events(handler, maxDepth, text.data());
    const TracingIterator begin{text.data(), events.trace()};
    const TracingIterator end{text.data() + text.size(), events.trace()};
    Json::sax_parse(begin, end, &events);
}

} // namespace quantlathe
