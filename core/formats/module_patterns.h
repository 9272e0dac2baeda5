// SPDX-License-Identifier: GPL-3.0-or-later
// Regular expressions by which configurations of folders name modules: few for many layers, and true both for the names of the
// checkpoint and for those of programs that join projections.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace quantlathe {

/// "model.layers", "3" and "mlp.down_proj" of a module's path. Without a layer all of it is `rest`.
struct ModulePath {
    std::string_view stem;
    std::string_view layer;
    std::string_view rest;
};
[[nodiscard]] ModulePath takeApart(std::string_view path);

/// The matrix that vLLM loads the module as a part of: "model.layers.3.self_attn.qkv_proj" of its q, k and v; the module itself
/// where it is loaded alone.
[[nodiscard]] std::string joinedPath(std::string_view path);

/// Modules sorted by a tag that the caller gives them. Modules that programs join must have one tag.
class ModulePatterns {
public:
    void add(std::string_view path, std::string_view tag);
    /// Calls body(pattern, tag), a pattern for each kind of module and tag: for a match from the start of a name to its end.
    void forEach(const std::function<void(const std::string& pattern, const std::string& tag)>& body) const;

private:
    using Key = std::tuple<std::string, std::string, std::string>; // list of layers, rest, tag
    std::map<Key, std::set<std::pair<std::size_t, std::string>>> layers_;
};

} // namespace quantlathe
