// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/http_client.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "hub/transfer.h"
#include "hub/transfer_head.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <string_view>

namespace quantlathe {
namespace {

using std::chrono::milliseconds;

bool isRedirect(long status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool isWorthRepeating(long status) {
    return status == 408 || status == 425 || status == 429 || (status >= 500 && status != 501 && status != 505);
}

/// What the network did to a connection; all else (a certificate that is not valid, an address that is none) stays as it is.
bool isBrokenConnection(CURLcode code) {
    constexpr auto broken =
        std::to_array<CURLcode>({CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT,
                                 CURLE_PARTIAL_FILE, CURLE_OPERATION_TIMEDOUT, CURLE_GOT_NOTHING, CURLE_SEND_ERROR,
                                 CURLE_RECV_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_SSL_CONNECT_ERROR});
    return std::ranges::find(broken, code) != broken.end();
}

Error serverFault(std::string title, std::string detail) {
    return {ErrorKind::failed, std::move(title), std::move(detail)};
}

std::string resolved(const std::string& base, const std::string& location) {
    struct Free {
        void operator()(CURLU* url) const { curl_url_cleanup(url); }
    };
    const std::unique_ptr<CURLU, Free> url(curl_url());
    char* text = nullptr;
    if (url == nullptr || curl_url_set(url.get(), CURLUPART_URL, base.c_str(), 0) != CURLUE_OK ||
        curl_url_set(url.get(), CURLUPART_URL, location.c_str(), 0) != CURLUE_OK ||
        curl_url_get(url.get(), CURLUPART_URL, &text, 0) != CURLUE_OK) {
        return {};
    }
    std::string whole(text);
    curl_free(text);
    return whole;
}

} // namespace

class HttpClient::Impl {
public:
    Impl(const HubAccess& access, const HttpLimits& limits, HttpTraffic& traffic, std::function<bool()> shouldStop)
        : access_(access), limits_(limits), origin_(originOf(access.endpoint)),
          transfer_(limits, traffic, std::move(shouldStop)) {}

    HttpAnswer get(const std::string& url, std::uint64_t maxBytes, const std::string& shown) {
        HttpAnswer answer;
        repeat(shown, [&] {
            answer.body.clear();
            const TransferSink sink = [&](const TransferHead& head, std::span<const std::byte> bytes) {
                if (head.status != 200) {
                    return false;
                }
                if (bytes.size() > maxBytes - answer.body.size()) {
                    throw badInput({}, say("{} is too large", shown), say("At most {} are read.", fileSizeText(maxBytes)));
                }
                answer.body.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
                return true;
            };
            TransferResult result = follow({.url = url, .bearer = {}, .from = {}, .length = 0}, sink);
            answer.link = result.head.link;
            const bool isComplete = result.code == CURLE_OK && result.head.status == 200;
            return Attempt{std::move(result), answer.body.size(), isComplete};
        });
        return answer;
    }

    void getRange(const RemoteFile& file, std::uint64_t offset, std::uint64_t length, const Sink& sink) {
        std::uint64_t done = 0;
        if (length == 0) {
            return;
        }
        repeat(file.shown, [&] {
            const std::uint64_t from = offset + done;
            std::optional<std::uint64_t> position; // of the next byte that comes
            const TransferSink take = [&](const TransferHead& head, std::span<const std::byte> bytes) {
                if (head.status != 200 && head.status != 206) {
                    return false;
                }
                if (!position) {
                    position = startOf(head, file, from);
                }
                const std::uint64_t ignored =
                    std::min<std::uint64_t>(bytes.size(), offset + done - std::min(*position, offset + done));
                *position += ignored;
                bytes = bytes.subspan(ignored);
                const bool isTooMuch = bytes.size() > length - done;
                bytes = bytes.first(std::min<std::uint64_t>(bytes.size(), length - done));
                if (!bytes.empty()) {
                    sink(bytes);
                    *position += bytes.size();
                    done += bytes.size();
                }
                return !isTooMuch && (done < length || head.status == 206); // a range that ends by itself keeps the connection
            };
            TransferResult result = follow({.url = file.url, .bearer = {}, .from = from, .length = length - done}, take);
            if (result.head.status == 416) {
                throw serverFault(say("{} is shorter than the hub lists", file.shown),
                                  say("Byte {} of {} is asked for, the server has none there.", groupedDigits(from),
                                      groupedDigits(file.bytes)));
            }
            return Attempt{std::move(result), done, done == length};
        });
    }

private:
    struct Attempt {
        TransferResult result;
        std::uint64_t received = 0; // by all attempts
        bool isComplete = false;    // whatever became of the connection
    };

    /// The first byte that an answer brings. Throws for an answer to another question.
    static std::uint64_t startOf(const TransferHead& head, const RemoteFile& file, std::uint64_t asked) {
        if (head.status == 200) {
            return 0;
        }
        const auto range = parseContentRange(head.contentRange);
        if (!range || range->first != asked || (range->total && *range->total != file.bytes)) {
            throw serverFault(say("{} is not as the hub lists it", file.shown),
                              say("Bytes from {} of {} were asked for, the answer is \"{}\".", groupedDigits(asked),
                                  groupedDigits(file.bytes), escapeForDisplay(head.contentRange)));
        }
        return range->first;
    }

    TransferResult follow(TransferRequest request, const TransferSink& sink) {
        bool wasEncrypted = false;
        for (int redirects = 0;; ++redirects) {
            const std::string origin = originOf(request.url);
            if (origin.empty() || (wasEncrypted && !origin.starts_with("https://"))) {
                throw serverFault(say("The hub leads to a place that is not allowed"), say("Expected is an https address."));
            }
            wasEncrypted = wasEncrypted || origin.starts_with("https://");
            const bool mayKnow = origin == origin_ && isPrivateOrigin(origin);
            request.bearer = mayKnow ? access_.token.value() : std::string();
            const TransferSink unlessRedirect = [&](const TransferHead& head, std::span<const std::byte> bytes) {
                return !isRedirect(head.status) && sink(head, bytes);
            };
            TransferResult result = transfer_.run(request, unlessRedirect);
            if (!isRedirect(result.head.status)) {
                return result;
            }
            if (redirects == limits_.redirects) {
                throw serverFault(say("The hub leads in circles"), say("{} redirects led to no answer.", redirects));
            }
            request.url = resolved(request.url, result.head.location);
        }
    }

    template <class Work>
    void repeat(const std::string& shown, const Work& work) {
        std::uint64_t receivedBefore = 0;
        for (int attempt = 1;; ++attempt) {
            const Attempt made = work();
            const long status = made.result.head.status;
            if (made.isComplete) {
                return;
            }
            if (status >= 400 && !isWorthRepeating(status)) {
                throw refusal(made.result.head, shown);
            }
            if (made.received >= receivedBefore + limits_.progressBytes) {
                attempt = 1;
                receivedBefore = made.received;
            }
            const bool endedEarly = made.result.code == CURLE_OK && (status == 200 || status == 206);
            const bool canHelp = isWorthRepeating(status) || endedEarly || isBrokenConnection(made.result.code);
            if (!canHelp || attempt >= limits_.attempts) {
                throw failure(made.result, shown);
            }
            transfer_.wait(pauseBefore(attempt, made.result.head, shown));
        }
    }

    milliseconds pauseBefore(int attempt, const TransferHead& head, const std::string& shown) const {
        const milliseconds backOff = std::min(limits_.longestBackOff, limits_.firstWait * (1 << std::min(attempt - 1, 10)));
        const auto asked =
            isWorthRepeating(head.status) ? parseRetryAfter(head.retryAfter, std::chrono::system_clock::now()) : std::nullopt;
        if (asked && *asked > limits_.longestWait) {
            throw serverFault(say("The hub has no time for {} now", shown),
                              say("It asks to wait {} seconds. Try again then.", asked->count() / 1000));
        }
        return std::max(backOff, asked.value_or(milliseconds(0)));
    }

    [[nodiscard]] Error refusal(const TransferHead& head, const std::string& shown) const {
        const bool hasToken = !access_.token.isEmpty();
        const std::string licence = say("Accept its terms on the model's page in a browser");
        if (head.errorCode == "GatedRepo" || (head.status == 403 && hasToken)) {
            return badInput({}, say("{} is only for those who accepted its terms", shown),
                            hasToken ? licence + '.' : say("{}, then set HF_TOKEN.", licence));
        }
        if (head.status == 401 || head.status == 403) {
            return badInput({}, say("{} is not there, or not for everybody", shown),
                            hasToken ? say("The token in HF_TOKEN or its file does not open it.")
                                     : say("Check the name. If it is right, set HF_TOKEN to a token that may read it."));
        }
        if (head.status == 404) {
            return badInput({}, say("{} is not on the hub", shown),
                            head.errorCode == "RevisionNotFound" ? say("There is no such revision.")
                                                                 : say("Check the name, the revision and the path."));
        }
        return serverFault(say("{} cannot be fetched", shown), say("The server answers with status {}.", head.status));
    }

    static Error failure(const TransferResult& result, const std::string& shown) {
        const long status = result.head.status;
        if (isWorthRepeating(status)) {
            return serverFault(say("{} cannot be fetched", shown),
                               say("The server answers with status {} again and again. Try later.", status));
        }
        if (result.code == CURLE_OK) {
            return serverFault(say("{} cannot be fetched", shown), say("The answer ends before the file does."));
        }
        return serverFault(say("{} cannot be fetched", shown), escapeForDisplay(result.reason) + '.');
    }

    HubAccess access_;
    HttpLimits limits_;
    std::string origin_;
    Transfer transfer_;
};

HttpClient::HttpClient(const HubAccess& access, const HttpLimits& limits, HttpTraffic& traffic,
                       std::function<bool()> shouldStop)
    : impl_(std::make_unique<Impl>(access, limits, traffic, std::move(shouldStop))) {}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&& other) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&& other) noexcept = default;

HttpAnswer HttpClient::get(const std::string& url, std::uint64_t maxBytes, const std::string& shown) {
    return impl_->get(url, maxBytes, shown);
}

void HttpClient::getRange(const RemoteFile& file, std::uint64_t offset, std::uint64_t length, const Sink& sink) {
    impl_->getRange(file, offset, length, sink);
}

} // namespace quantlathe
