// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/transfer.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <mutex>
#include <string_view>
#include <thread>

namespace quantlathe {
namespace {

constexpr std::chrono::milliseconds longestPause{100}; // between two looks at whether to stop
constexpr std::size_t mostHeaderBytes = 64U << 10U;

Error cannotWork(std::string reason) {
    return {ErrorKind::failed, say("Nothing can be fetched"), std::move(reason)};
}

/// A setting that libcurl does not know must not be lost: several of them keep a secret.
template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
    if (const CURLcode code = curl_easy_setopt(easy, option, value); code != CURLE_OK) {
        throw cannotWork(say("libcurl refuses a setting: {}.", curl_easy_strerror(code)));
    }
}

void startLibrary() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

class HeaderList {
public:
    HeaderList() = default;
    ~HeaderList() { curl_slist_free_all(list_); }
    HeaderList(const HeaderList&) = delete;
    HeaderList& operator=(const HeaderList&) = delete;
    void add(const std::string& line) {
        curl_slist* const longer = curl_slist_append(list_, line.c_str());
        if (longer == nullptr) {
            throw cannotWork(say("There is no memory left."));
        }
        list_ = longer;
    }
    [[nodiscard]] curl_slist* get() const { return list_; }

private:
    curl_slist* list_ = nullptr;
};

} // namespace

struct Transfer::Running {
    explicit Running(const TransferSink& to) : sink(to) {}

    const TransferSink& sink;
    HeaderList headers;
    TransferHead head;
    std::size_t headerBytes = 0;
    HttpTraffic* traffic = nullptr;
    std::exception_ptr thrown;
    bool hasEnough = false;
    CURLcode code = CURLE_OK;
    std::array<char, CURL_ERROR_SIZE> reason{};

    static std::size_t onHeader(char* data, std::size_t size, std::size_t count, void* self) {
        auto& running = *static_cast<Running*>(self);
        const std::size_t bytes = size * count;
        running.traffic->bytes += bytes;
        running.headerBytes += bytes;
        if (running.headerBytes > mostHeaderBytes) {
            return 0;
        }
        return guarded(running, bytes, [&] { running.head.take({data, bytes}); });
    }

    static std::size_t onBody(char* data, std::size_t size, std::size_t count, void* self) {
        auto& running = *static_cast<Running*>(self);
        const std::size_t bytes = size * count;
        running.traffic->bytes += bytes;
        const std::size_t taken = guarded(
            running, bytes, [&] { running.hasEnough = !running.sink(running.head, std::as_bytes(std::span(data, bytes))); });
        return running.hasEnough ? CURL_WRITEFUNC_ERROR : taken;
    }

    /// Nothing may be thrown through libcurl.
    template <class Work>
    static std::size_t guarded(Running& running, std::size_t bytes, const Work& work) {
        try {
            work();
            return bytes;
        } catch (...) {
            running.thrown = std::current_exception();
            return CURL_WRITEFUNC_ERROR;
        }
    }
};

Transfer::Transfer(const HttpLimits& limits, HttpTraffic& traffic, std::function<bool()> shouldStop)
    : limits_(limits), traffic_(traffic), shouldStop_(std::move(shouldStop)) {
    startLibrary();
    multi_ = curl_multi_init();
    easy_ = curl_easy_init();
    if (multi_ == nullptr || easy_ == nullptr) {
        curl_easy_cleanup(easy_);
        curl_multi_cleanup(multi_);
        throw cannotWork(say("libcurl cannot be started."));
    }
}

Transfer::~Transfer() {
    curl_easy_cleanup(easy_);
    curl_multi_cleanup(multi_);
}

void Transfer::prepare(const TransferRequest& request, Running& running) {
    curl_easy_reset(easy_);
    set(easy_, CURLOPT_URL, request.url.c_str());
    set(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
    set(easy_, CURLOPT_FOLLOWLOCATION, 0L);
    set(easy_, CURLOPT_SSL_VERIFYPEER, 1L);
    set(easy_, CURLOPT_SSL_VERIFYHOST, 2L);
    set(easy_, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
    set(easy_, CURLOPT_NETRC, long{CURL_NETRC_IGNORED});
    set(easy_, CURLOPT_NOSIGNAL, 1L);
    set(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L); // a proxy's
    set(easy_, CURLOPT_USERAGENT, "quantlathe/" QUANTLATHE_VERSION);
    set(easy_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits_.connectTimeout.count()));
    set(easy_, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(limits_.slowestBytesPerSecond));
    set(easy_, CURLOPT_LOW_SPEED_TIME, static_cast<long>(limits_.slowestFor.count()));
    set(easy_, CURLOPT_ERRORBUFFER, running.reason.data());
    set(easy_, CURLOPT_HEADERFUNCTION, &Running::onHeader);
    set(easy_, CURLOPT_HEADERDATA, static_cast<void*>(&running));
    set(easy_, CURLOPT_WRITEFUNCTION, &Running::onBody);
    set(easy_, CURLOPT_WRITEDATA, static_cast<void*>(&running));
    if (!request.bearer.empty()) {
        running.headers.add("Authorization: Bearer " + request.bearer);
    }
    if (request.from) {
        running.headers.add(fmt::format("Range: bytes={}-{}", *request.from, *request.from + request.length - 1));
    }
    if (running.headers.get() != nullptr) {
        set(easy_, CURLOPT_HTTPHEADER, running.headers.get());
    }
}

void Transfer::perform(Running& running) {
    for (int active = 1; active > 0;) {
        if (shouldStop_()) {
            // Else libcurl would wait for the thread that looks the name up.
            curl_easy_setopt(easy_, CURLOPT_QUICK_EXIT, 1L);
            running.thrown = std::make_exception_ptr(cancelled());
            return;
        }
        CURLMcode code = curl_multi_perform(multi_, &active);
        if (code == CURLM_OK && active > 0) {
            code = curl_multi_poll(multi_, nullptr, 0, static_cast<int>(longestPause.count()), nullptr);
        }
        if (code != CURLM_OK) {
            throw cannotWork(say("libcurl stops: {}.", curl_multi_strerror(code)));
        }
    }
    int left = 0;
    while (const CURLMsg* const message = curl_multi_info_read(multi_, &left)) {
        if (message->msg == CURLMSG_DONE) {
            running.code = message->data.result; // NOLINT(cppcoreguidelines-pro-type-union-access)
        }
    }
}

TransferResult Transfer::run(const TransferRequest& request, const TransferSink& sink) {
    Running running(sink);
    running.traffic = &traffic_;
    ++traffic_.requests;
    prepare(request, running);
    if (curl_multi_add_handle(multi_, easy_) != CURLM_OK) {
        throw cannotWork(say("libcurl cannot be started."));
    }
    try {
        perform(running);
    } catch (...) {
        running.thrown = std::current_exception();
    }
    curl_multi_remove_handle(multi_, easy_);
    curl_easy_reset(easy_); // `running` goes
    if (running.thrown) {
        std::rethrow_exception(running.thrown);
    }
    TransferResult result{.head = std::move(running.head), .code = running.code, .hasEnough = running.hasEnough, .reason = {}};
    if (running.code != CURLE_OK) {
        result.reason = running.reason[0] != '\0' ? running.reason.data() : curl_easy_strerror(running.code);
    }
    return result;
}

void Transfer::wait(std::chrono::milliseconds time) const {
    const auto end = std::chrono::steady_clock::now() + time;
    for (;;) {
        if (shouldStop_()) {
            throw cancelled();
        }
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        if (left.count() <= 0) {
            return;
        }
        std::this_thread::sleep_for(std::min(left, longestPause));
    }
}

} // namespace quantlathe
