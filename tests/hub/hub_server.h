// SPDX-License-Identifier: GPL-3.0-or-later
// A hub of one repository on this machine, as faulty as a test wishes: plain sockets, one thread a connection, nothing of ours.
#pragma once

#include "support/test_support.h"

#include <arpa/inet.h>
#include <atomic>
#include <chrono>
#include <cstring>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <netinet/in.h>
#include <optional>
#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <set>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace quantlathe::test {

struct HttpRequest {
    std::string target; // path and query
    std::map<std::string, std::string> headers;
    [[nodiscard]] std::string header(const std::string& name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? std::string() : found->second;
    }
};

struct HttpReply {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
    std::size_t sent = std::string::npos;         // so many bytes of the body, then the connection is cut
    std::optional<std::size_t> statedLength = {}; // Content-Length, when it is not the body's
    std::chrono::milliseconds drip{0};            // pause after every byte
};

/// Answers every request on 127.0.0.1 by a function that any thread may call.
class HttpServer {
public:
    using Handler = std::function<HttpReply(const HttpRequest&)>;

    explicit HttpServer(Handler handler) : handler_(std::move(handler)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        if (::bind(listener_, any, length) != 0 || ::listen(listener_, 64) != 0 ||
            ::getsockname(listener_, any, &length) != 0) {
            qFatal("no port for a test server");
        }
        port_ = ::ntohs(address.sin_port);
        acceptor_ = std::thread([this] { acceptAll(); });
    }
    ~HttpServer() {
        isStopped_ = true;
        ::shutdown(listener_, SHUT_RDWR);
        acceptor_.join();
        for (std::thread& thread : threads_) {
            thread.join();
        }
        ::close(listener_);
    }
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    [[nodiscard]] std::string endpoint() const { return "http://127.0.0.1:" + std::to_string(port_); }
    /// The same place by a name that is another host to a client.
    [[nodiscard]] std::string otherEndpoint() const { return "http://localhost:" + std::to_string(port_); }

    [[nodiscard]] std::vector<HttpRequest> requests() const {
        const std::scoped_lock lock(mutex_);
        return requests_;
    }
    [[nodiscard]] std::size_t count() const { return requests().size(); }
    void forget() {
        const std::scoped_lock lock(mutex_);
        requests_.clear();
    }

private:
    void acceptAll() {
        for (;;) {
            const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (socket < 0) {
                return;
            }
            threads_.emplace_back([this, socket] {
                serve(socket);
                ::close(socket);
            });
        }
    }

    static std::optional<HttpRequest> readRequest(int socket) {
        std::string text;
        while (text.find("\r\n\r\n") == std::string::npos) {
            char buffer[4096]; // NOLINT(modernize-avoid-c-arrays)
            const ssize_t got = ::recv(socket, buffer, sizeof buffer, 0);
            if (got <= 0) {
                return std::nullopt;
            }
            text.append(buffer, static_cast<std::size_t>(got));
        }
        HttpRequest request;
        const std::size_t first = text.find(' ');
        request.target = text.substr(first + 1, text.find(' ', first + 1) - first - 1);
        for (std::size_t at = text.find("\r\n") + 2; text.compare(at, 2, "\r\n") != 0;) {
            const std::size_t end = text.find("\r\n", at);
            const std::size_t colon = text.find(':', at);
            std::string name = text.substr(at, colon - at);
            std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            request.headers[name] = text.substr(colon + 2, end - colon - 2);
            at = end + 2;
        }
        return request;
    }

    static bool sendAll(int socket, std::string_view text) {
        while (!text.empty()) {
            const ssize_t sent = ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) {
                return false;
            }
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    void serve(int socket) {
        const auto request = readRequest(socket);
        if (!request) {
            return;
        }
        {
            const std::scoped_lock lock(mutex_);
            requests_.push_back(*request);
        }
        const HttpReply reply = handler_(*request);
        std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " Said\r\nConnection: close\r\nContent-Length: " +
                           std::to_string(reply.statedLength.value_or(reply.body.size())) + "\r\n";
        for (const auto& [name, value] : reply.headers) {
            head += name + ": " + value + "\r\n";
        }
        if (!sendAll(socket, head + "\r\n")) {
            return;
        }
        const std::string_view body = std::string_view(reply.body).substr(0, reply.sent);
        if (reply.drip.count() == 0) {
            sendAll(socket, body);
            return;
        }
        for (std::size_t i = 0; i < body.size() && !isStopped_ && sendAll(socket, body.substr(i, 1)); ++i) {
            std::this_thread::sleep_for(reply.drip);
        }
    }

    Handler handler_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> isStopped_{false};
    mutable std::mutex mutex_;
    std::vector<HttpRequest> requests_;
    std::list<std::thread> threads_;
    std::thread acceptor_;
};

/// A file's bytes as a request asks for them.
inline HttpReply rangeReply(const HttpRequest& request, const std::string& bytes) {
    const std::string range = request.header("range");
    if (range.empty()) {
        return {.status = 200, .body = bytes};
    }
    const std::size_t dash = range.find('-');
    const std::size_t from = std::stoull(range.substr(6, dash - 6));
    if (from >= bytes.size()) {
        return {.status = 416, .headers = {{"Content-Range", "bytes */" + std::to_string(bytes.size())}}};
    }
    const std::size_t to = std::min(bytes.size() - 1, static_cast<std::size_t>(std::stoull(range.substr(dash + 1))));
    return {.status = 206,
            .headers = {{"Content-Range",
                         "bytes " + std::to_string(from) + "-" + std::to_string(to) + "/" + std::to_string(bytes.size())}},
            .body = bytes.substr(from, to - from + 1)};
}

/// What one thread may change while others read it.
template <class T>
class Guarded {
public:
    explicit Guarded(T value = {}) : value_(std::move(value)) {}
    Guarded& operator=(T value) {
        const std::scoped_lock lock(mutex_);
        value_ = std::move(value);
        return *this;
    }
    [[nodiscard]] T get() const {
        const std::scoped_lock lock(mutex_);
        return value_;
    }

private:
    mutable std::mutex mutex_;
    T value_;
};

/// The repository "org/model". Large files are answered by a redirect to another host, as the real one does.
class FakeHub {
public:
    FakeHub() : server_([this](const HttpRequest& request) { return answer(request); }) {}

    std::string commit = "0123456789abcdef0123456789abcdef01234567";
    std::map<std::string, std::string> files;
    std::set<std::string> large; // LFS
    std::atomic<std::size_t> filesOfPage = 1000;
    /// Looked at first; what it gives is the answer. Connections that nobody waits for any more may still ask for the last one.
    Guarded<std::function<std::optional<HttpReply>(const HttpRequest&)>> fault;

    [[nodiscard]] HttpServer& server() { return server_; }
    [[nodiscard]] std::string endpoint() const { return server_.endpoint(); }

    void add(const std::string& path, std::string bytes, bool isLarge) {
        files[path] = std::move(bytes);
        if (isLarge) {
            large.insert(path);
        }
    }
    /// A folder of this machine; weights are large.
    void addFolder(const std::filesystem::path& folder, const std::string& below = {}) {
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            if (entry.is_regular_file()) {
                const std::vector<std::byte> bytes = readAll(entry.path());
                add(below + entry.path().filename().string(), {reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                    entry.path().extension() == ".safetensors" || entry.path().extension() == ".gguf");
            }
        }
    }

    /// Without the fault.
    HttpReply rightAnswer(const HttpRequest& request) {
        const std::string path = request.target.substr(0, request.target.find('?'));
        const std::string api = "/api/models/org/model/";
        const std::string resolve = "/org/model/resolve/" + commit + "/";
        if (path.starts_with(api + "revision/")) {
            return {.body = R"({"_id": "1", "id": "org/model", "sha": ")" + commit + "\"}"};
        }
        if (path == api + "tree/" + commit) {
            return tree(request.target);
        }
        if (path.starts_with(resolve)) {
            const std::string name = decoded(path.substr(resolve.size()));
            if (!files.contains(name)) {
                return {.status = 404, .headers = {{"X-Error-Code", "EntryNotFound"}}};
            }
            return large.contains(name)
                       ? HttpReply{.status = 302,
                                   .headers = {{"Location", server_.otherEndpoint() + "/cdn/" + path.substr(resolve.size()) +
                                                                "?Signature=geheim"}}}
                       : rangeReply(request, files.at(name));
        }
        if (path.starts_with("/cdn/")) {
            return rangeReply(request, files.at(decoded(path.substr(5))));
        }
        return {.status = 404, .headers = {{"X-Error-Code", "RepoNotFound"}}};
    }

private:
    static std::string hashOf(const std::string& bytes, QCryptographicHash::Algorithm algorithm) {
        return QCryptographicHash::hash(QByteArray::fromStdString(bytes), algorithm).toHex().toStdString();
    }

    static std::string decoded(const std::string& text) {
        return QByteArray::fromPercentEncoding(QByteArray::fromStdString(text)).toStdString();
    }

    HttpReply answer(const HttpRequest& request) {
        if (const auto asked = fault.get()) {
            if (auto reply = asked(request)) {
                return *std::move(reply);
            }
        }
        return rightAnswer(request);
    }

    HttpReply tree(const std::string& target) {
        const std::size_t at = target.find("cursor=");
        const std::size_t first = at == std::string::npos ? 0 : std::stoull(target.substr(at + 7));
        QJsonArray page;
        std::size_t i = 0;
        for (const auto& [path, bytes] : files) {
            if (i++ < first || page.size() == static_cast<int>(filesOfPage)) {
                continue;
            }
            const QString blob =
                QString::fromStdString(hashOf("blob " + std::to_string(bytes.size()) + '\0' + bytes, QCryptographicHash::Sha1));
            QJsonObject file{{"type", "file"},
                             {"path", QString::fromStdString(path)},
                             {"size", static_cast<qint64>(bytes.size())},
                             {"oid", blob}};
            if (large.contains(path)) {
                file["lfs"] = QJsonObject{{"oid", QString::fromStdString(hashOf(bytes, QCryptographicHash::Sha256))},
                                          {"size", static_cast<qint64>(bytes.size())},
                                          {"pointerSize", 134}};
            }
            page.append(file);
        }
        page.append(QJsonObject{{"type", "directory"}, {"path", "onnx"}, {"oid", "x"}, {"size", 0}});
        HttpReply reply{.body = QJsonDocument(page).toJson(QJsonDocument::Compact).toStdString()};
        if (first + filesOfPage < files.size()) {
            reply.headers.emplace_back("Link", "<" + endpoint() + "/api/models/org/model/tree/" + commit +
                                                   "?recursive=true&cursor=" + std::to_string(first + filesOfPage) +
                                                   ">; rel=\"next\"");
        }
        return reply;
    }

    HttpServer server_;
};

} // namespace quantlathe::test
