// SPDX-License-Identifier: GPL-3.0-or-later
// Which hub is asked, and as whom: what the environment says (docs/hub.md, "Environment").
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace quantlathe {

/// A text that is shown nowhere: it has no way into messages but value().
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}
    [[nodiscard]] bool isEmpty() const { return value_.empty(); }
    [[nodiscard]] const std::string& value() const { return value_; }

private:
    std::string value_;
};

struct HubAccess {
    std::string endpoint = "https://huggingface.co"; // without a slash at its end
    Secret token;
    bool isOffline = false;
};

/// HF_ENDPOINT; HF_TOKEN, or the first line of the file HF_TOKEN_PATH, $HF_HOME/token or ~/.cache/huggingface/token;
/// HF_HUB_OFFLINE. Throws Error(badInput) for an endpoint that is no address and for a token that is none, without showing it.
[[nodiscard]] HubAccess hubAccessFromEnvironment();

/// "https://host:port" of an address in lower case, with the port that the scheme has; empty for what is no plain http or https
/// address (one with a user's name in it is none).
[[nodiscard]] std::string originOf(const std::string& url);
/// Is what is sent there readable for nobody on the way: https, or this machine itself?
[[nodiscard]] bool isPrivateOrigin(std::string_view origin);

} // namespace quantlathe
