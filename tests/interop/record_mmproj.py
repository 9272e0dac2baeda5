#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records what llama.cpp's converter makes of the image parts of tiny models (tests/data/gguf/mmproj.json, read by
tests/model/tst_image_part).

    pip install torch transformers==5.24.0 gguf     (into an environment of its own)
    record_mmproj.py --llama-cpp FOLDER [--only NAME ...]

FOLDER and the values of all tensors are those of record_conversion.py. Every model is built by its own class of transformers and
saved; beside config.json each has the file about pictures that real folders have. An entry also says these files (`files`)."""

import argparse
import json
import pathlib
import sys
import tempfile

from record_conversion import keys_of, round_exponentials, shapes_in, tensors_of, write_computed

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "data" / "gguf" / "mmproj.json"
TYPES = ["f32", "f16", "bf16", "q8_0"]

TEXT = dict(hidden_size=64, intermediate_size=96, num_hidden_layers=1, num_attention_heads=4, num_key_value_heads=2, vocab_size=40,
            head_dim=16, max_position_embeddings=4096, bos_token_id=1, eos_token_id=2, pad_token_id=None)
MROPE = dict(rope_type="default", rope_theta=5e6, mrope_section=[4, 2, 2], mrope_interleaved=True)
DELTA = dict(layer_types=["full_attention"], linear_key_head_dim=16, linear_value_head_dim=16, linear_num_key_heads=2,
             linear_num_value_heads=4)
QWEN3_VISION = dict(depth=3, hidden_size=64, intermediate_size=96, num_heads=2, out_hidden_size=64, num_position_embeddings=16)
SIGLIP = dict(hidden_size=64, intermediate_size=96, num_hidden_layers=2, num_attention_heads=2, image_size=56, patch_size=14)
PIXTRAL = dict(model_type="pixtral", hidden_size=64, intermediate_size=96, num_hidden_layers=3, num_attention_heads=2, head_dim=32,
               image_size=56, patch_size=14)
LLAMA4_VISION = dict(hidden_size=64, intermediate_size=256, num_hidden_layers=3, num_attention_heads=2, image_size=28, patch_size=14,
                     pixel_shuffle_ratio=0.5, vision_output_dim=64, projector_input_dim=64, projector_output_dim=64)
GEMMA4_TEXT = dict(TEXT, num_hidden_layers=2, layer_types=["sliding_attention", "full_attention"], sliding_window=512,
                   global_head_dim=32, hidden_size_per_layer_input=0, num_kv_shared_layers=0)
GEMMA4_VISION = dict(hidden_size=64, intermediate_size=96, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=2,
                     head_dim=32, patch_size=4, position_embedding_size=8)
QWEN2_TEXT = dict(TEXT, rope_parameters=dict(rope_type="default", rope_theta=1e6, mrope_section=[4, 2, 2]))
HALF = dict(image_mean=[0.5, 0.5, 0.5], image_std=[0.5, 0.5, 0.5])
CLIP = dict(image_mean=[0.48145466, 0.4578275, 0.40821073], image_std=[0.26862954, 0.26130258, 0.27577711])
BREAK = {"tokenizer_config.json": {"added_tokens_decoder": {"12": {"content": "[IMG_BREAK]"}}}}

# name: (class of transformers, its configuration, files beside it)
MODELS = {
    "qwen3vl": ("Qwen3VLForConditionalGeneration",
                dict(text_config=dict(TEXT, num_hidden_layers=3, rms_norm_eps=1e-5, rope_parameters=MROPE),
                     vision_config=dict(QWEN3_VISION, deepstack_visual_indexes=[0, 2])), {"preprocessor_config.json": HALF}),
    "qwen35": ("Qwen3_5ForConditionalGeneration",
               dict(text_config=dict(TEXT, **DELTA, rope_parameters=MROPE),
                    vision_config=QWEN3_VISION), {"preprocessor_config.json": HALF}),
    "gemma3": ("Gemma3ForConditionalGeneration", dict(text_config=TEXT, vision_config=SIGLIP, mm_tokens_per_image=4),
               {"preprocessor_config.json": dict(HALF, image_seq_length=4)}),
    "gemma3-usual": ("Gemma3ForConditionalGeneration",
                     dict(text_config=TEXT, vision_config=dict(SIGLIP, image_size=112), mm_tokens_per_image=4),
                     {"preprocessor_config.json": dict(HALF, image_seq_length=4)}),
    "mistral3": ("Mistral3ForConditionalGeneration",
                 dict(text_config=dict(TEXT, model_type="mistral"), vision_config=PIXTRAL, spatial_merge_size=2),
                 {"preprocessor_config.json": CLIP, **BREAK}),
    "pixtral": ("LlavaForConditionalGeneration",
                dict(text_config=dict(TEXT, model_type="mistral"), vision_config=PIXTRAL),
                {"preprocessor_config.json": CLIP, "tokenizer_config.json": {},
                 "tokenizer.json": {"added_tokens": [{"id": 7, "content": "[IMG]"}, {"id": 12, "content": "[IMG_BREAK]"}]}}),
    "llama4": ("Llama4ForConditionalGeneration",
               dict(text_config=dict(TEXT, intermediate_size_mlp=96, num_local_experts=2, num_experts_per_tok=1),
                    vision_config=LLAMA4_VISION), {"preprocessor_config.json": HALF}),
    "gemma4": ("Gemma4ForConditionalGeneration",
               dict(text_config=GEMMA4_TEXT, vision_config=dict(GEMMA4_VISION, standardize=True), audio_config=None),
               {"processor_config.json": {"image_processor": dict(image_mean=[0.0, 0.0, 0.0], image_std=[1.0, 1.0, 1.0])}}),
    "gemma4-clipped": ("Gemma4ForConditionalGeneration",
                       dict(text_config=GEMMA4_TEXT, vision_config=dict(GEMMA4_VISION, use_clipped_linears=True), audio_config=None),
                       {"processor_config.json": {"image_processor": dict(image_mean=[0.0, 0.0, 0.0], image_std=[1.0, 1.0, 1.0])}}),
    "qwen2vl": ("Qwen2VLForConditionalGeneration",
                dict(text_config=QWEN2_TEXT, vision_config=dict(depth=3, embed_dim=64, hidden_size=64, num_heads=2, mlp_ratio=4)),
                {"preprocessor_config.json": CLIP}),
    "qwen25vl": ("Qwen2_5_VLForConditionalGeneration",
                 dict(text_config=QWEN2_TEXT, vision_config=dict(depth=4, hidden_size=64, intermediate_size=96, num_heads=2,
                                                                 out_hidden_size=64, fullatt_block_indexes=[1, 3])),
                 {"preprocessor_config.json": CLIP}),
}
# Names as the converter knows them in place of those that transformers saves: what real Gemma 3 folders have, and for Pixtral's
# tower, without "language_model.", those of which it takes the embedding of [IMG_BREAK]. Layers count from 3 where the projector's
# numbers do: it looks for them among the layers' numbers.
SIGLIP_NAMES = ("vision_tower.", "vision_tower.vision_model.")
TEXT_NAMES = ("language_model.model.", "model.")
RENAMED = {"gemma3": SIGLIP_NAMES, "gemma3-usual": SIGLIP_NAMES, "mistral3": TEXT_NAMES, "pixtral": TEXT_NAMES}


def save_own(name, folder):
    """The folder that transformers saves, with computed values."""
    import torch
    import transformers

    class_name, settings, files = MODELS[name]
    model_class = getattr(transformers, class_name)
    with torch.device("cpu"):
        model = model_class(model_class.config_class(**settings)).to(torch.float32)
    model.save_pretrained(folder, safe_serialization=True)
    saved = json.loads((folder / "config.json").read_text())
    saved["architectures"] = [class_name]
    (folder / "config.json").write_text(json.dumps(saved))
    (folder / "generation_config.json").unlink(missing_ok=True)
    old, new = RENAMED.get(name, ("", ""))
    shapes = {new + tensor.removeprefix(old) if old and tensor.startswith(old) else tensor: shape
              for tensor, shape in shapes_in(folder / "model.safetensors").items()}
    write_computed(folder / "model.safetensors", shapes)
    for file, content in files.items():
        (folder / file).write_text(json.dumps(content))


def converted(folder, out, kind):
    import gguf
    import torch
    from conversion import ModelBase, ModelType, get_model_architecture, get_model_class

    model_class = get_model_class(get_model_architecture(ModelBase.load_hparams(folder, False), ModelType.MMPROJ), mmproj=True)
    kinds = {"f32": gguf.LlamaFileType.ALL_F32, "f16": gguf.LlamaFileType.MOSTLY_F16, "bf16": gguf.LlamaFileType.MOSTLY_BF16,
             "q8_0": gguf.LlamaFileType.MOSTLY_Q8_0}
    with torch.inference_mode():
        model_class(folder, kinds[kind], out, model_name="golden").write()
    return gguf.GGUFReader(out)


def record(name):
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / name
        folder.mkdir()
        save_own(name, folder)
        entry = {"config": json.loads((folder / "config.json").read_text()), "files": MODELS[name][2],
                 "hf_tensors": shapes_in(folder / "model.safetensors")}
        for kind in TYPES:
            reader = converted(folder, pathlib.Path(scratch) / f"{kind}.gguf", kind)
            if kind == "f32":
                entry["keys"] = keys_of(reader)
            entry[kind] = tensors_of(reader)
        return entry


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--llama-cpp", required=True, type=pathlib.Path)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--out", type=pathlib.Path, default=GOLDEN)
    options = parser.parse_args()
    sys.path[:0] = [str(options.llama_cpp), str(options.llama_cpp / "gguf-py")]
    round_exponentials()
    golden = json.loads(options.out.read_text()) if options.out.exists() else {}
    failed = []
    for name in options.only or MODELS:
        try:
            golden[name] = record(name)
            print(f"{name}: {len(golden[name]['f32'])} tensors", flush=True)
        except Exception as error:  # pylint: disable=broad-exception-caught
            failed.append(name)
            print(f"{name}: {type(error).__name__}: {error}", flush=True)
        lines = [f"{json.dumps(key)}: {json.dumps(golden[key])}" for key in golden]
        options.out.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
