// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokenize/pattern.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "model/utf8.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace quantlathe {
namespace {

constexpr std::size_t maxExpressionBytes = 16U << 10U; // the longest seen has about 1 kB
constexpr std::size_t jitStackStart = 32U << 10U;
constexpr std::size_t jitStackMost = 8U << 20U;
// PCRE2's own limit, and what a linear search of a long subject may add to it.
constexpr std::size_t matchSteps = 10'000'000;
constexpr std::size_t matchStepsPerByte = 8;
constexpr std::size_t heapKibibytes = 256U << 10U; // without the compiler, backtracking lives there

/// Where matches are put; one for each thread, because making it costs more than matching a word.
class MatchSpace {
public:
    MatchSpace()
        : data_(pcre2_match_data_create(1, nullptr)), context_(pcre2_match_context_create(nullptr)),
          stack_(pcre2_jit_stack_create(jitStackStart, jitStackMost, nullptr)) {
        if (data_ == nullptr || context_ == nullptr) {
            release();
            throw std::bad_alloc();
        }
        if (stack_ != nullptr) {
            pcre2_jit_stack_assign(context_, nullptr, stack_);
        }
        pcre2_set_heap_limit(context_, heapKibibytes);
    }
    ~MatchSpace() { release(); }
    MatchSpace(const MatchSpace&) = delete;
    MatchSpace& operator=(const MatchSpace&) = delete;

    [[nodiscard]] pcre2_match_data* data() const { return data_; }
    [[nodiscard]] pcre2_match_context* context(std::size_t subjectBytes) {
        const std::size_t limit = std::min<std::size_t>(matchSteps + subjectBytes * matchStepsPerByte, UINT32_MAX);
        pcre2_set_match_limit(context_, static_cast<std::uint32_t>(limit));
        return context_;
    }

private:
    void release() {
        pcre2_match_data_free(data_);
        pcre2_match_context_free(context_);
        pcre2_jit_stack_free(stack_);
    }
    pcre2_match_data* data_;
    pcre2_match_context* context_;
    pcre2_jit_stack* stack_;
};

MatchSpace& matchSpace() {
    thread_local MatchSpace space;
    return space;
}

std::string messageOf(int error) {
    std::array<PCRE2_UCHAR, 256> text{};
    const int length = pcre2_get_error_message(error, text.data(), text.size());
    return length < 0 ? say("PCRE2 error {}", error)
                      : std::string(reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(length));
}

} // namespace

struct Pattern::Code {
    explicit Code(pcre2_code* compiled) : code(compiled) {}
    ~Code() { pcre2_code_free(code); }
    Code(const Code&) = delete;
    Code& operator=(const Code&) = delete;
    pcre2_code* code;
};

Error Pattern::refuse(const std::string& why) const {
    return badInput(file_, say("A pattern of the tokenizer cannot be used"),
                    fmt::format("\"{}\": {}.", escapeForDisplay(expression_, 120), why));
}

Pattern::Pattern(std::string_view expression, const std::filesystem::path& file) : expression_(expression), file_(file) {
    if (!isValidUtf8(expression)) {
        throw refuse(say("it is no valid UTF-8"));
    }
    const std::optional<std::string> translated =
        expression.size() > maxExpressionBytes ? std::string() : inPcreDialect(expression); // compile() refuses long ones
    if (!translated) {
        throw refuse(say("sets of characters inside sets are not supported"));
    }
    // ^ and $ belong to lines in Oniguruma.
    compile(*translated, PCRE2_UCP | PCRE2_MULTILINE);
}

Pattern Pattern::literal(std::string_view text, const std::filesystem::path& file) {
    Pattern pattern;
    pattern.expression_ = text;
    pattern.file_ = file;
    pattern.compile(text, PCRE2_LITERAL);
    return pattern;
}

void Pattern::compile(std::string_view expression, unsigned options) {
    if (expression_.size() > maxExpressionBytes) {
        throw refuse(say("it has {} bytes, at most {} are allowed", expression_.size(), maxExpressionBytes));
    }
    int error = 0;
    PCRE2_SIZE offset = 0;
    pcre2_code* compiled = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(expression.data()), expression.size(),
                                         PCRE2_UTF | options, &error, &offset, nullptr);
    if (compiled == nullptr) {
        throw refuse(say("{} (at byte {})", messageOf(error), offset));
    }
    code_ = std::make_shared<Code>(compiled);
    // Where there is no compiler for the machine, the interpreter gives the same matches.
    static_cast<void>(pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE));
}

Pattern::Span Pattern::find(std::string_view subject, std::size_t from, std::size_t lastEnd) const {
    MatchSpace& space = matchSpace();
    while (from <= subject.size()) {
        const int found = pcre2_match(code_->code, reinterpret_cast<PCRE2_SPTR>(subject.data()), subject.size(), from,
                                      PCRE2_NO_UTF_CHECK, space.data(), space.context(subject.size() - from));
        if (found == PCRE2_ERROR_NOMATCH) {
            return {};
        }
        if (found < 0) {
            throw badInput(file_, say("A pattern of the tokenizer cannot be used on this text"),
                           fmt::format("\"{}\": {}.", escapeForDisplay(expression_, 120), messageOf(found)));
        }
        const PCRE2_SIZE* offsets = pcre2_get_ovector_pointer(space.data());
        // \K inside a lookaround could turn a match around or begin it before the search.
        const std::size_t begin = std::max<std::size_t>(offsets[0], from);
        const std::size_t end = std::max<std::size_t>(offsets[1], begin);
        if (end > begin || begin != lastEnd) {
            return {begin, end, true};
        }
        if (begin == subject.size()) {
            return {};
        }
        from = begin + characterBytes(subject[begin]);
    }
    return {};
}

} // namespace quantlathe
