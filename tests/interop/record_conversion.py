#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records what llama.cpp's converter makes of tiny models (tests/data/gguf/conversion-2026.json, read by tests/model/tst_conversion).

    pip install torch transformers==5.24.0 gguf sentencepiece     (into an environment of its own)
    record_conversion.py --llama-cpp FOLDER [--only NAME ...]

FOLDER holds llama.cpp's sources (vendor/llama.cpp in the source package llama-cpp-python 0.3.36). Every model is built by its own
class of transformers and saved, so that names and config.json are those of real checkpoints; then its values are replaced by those
that the rule in tests/data/gguf/README.md computes. Where transformers has no class the tensors are listed here."""

import argparse
import hashlib
import json
import pathlib
import struct
import sys
import tempfile
import zlib

import numpy

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "data" / "gguf" / "conversion-2026.json"
TYPES = ["f32", "bf16", "q8_0"]

BASE = dict(hidden_size=64, intermediate_size=96, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, vocab_size=40,
            max_position_embeddings=4096, bos_token_id=1, eos_token_id=2, pad_token_id=None)
MOE = dict(num_experts=4, num_experts_per_tok=2)
LLAMA3 = dict(rope_type="llama3", rope_theta=10000.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
              original_max_position_embeddings=8192)

GEMMA4 = dict(num_hidden_layers=4, head_dim=16, global_head_dim=32, sliding_window=512, final_logit_softcapping=30.0,
              layer_types=["sliding_attention", "full_attention", "sliding_attention", "full_attention"])

LATENT = dict(q_lora_rank=32, kv_lora_rank=32, qk_rope_head_dim=16, qk_nope_head_dim=32, v_head_dim=32, num_key_value_heads=4,
              n_routed_experts=4, num_experts_per_tok=2, moe_intermediate_size=32, n_shared_experts=1, routed_scaling_factor=1.8,
              n_group=1, topk_group=1)
INDEXER = dict(index_n_heads=2, index_head_dim=32, index_topk=16)
NEMOTRON_H = dict(num_hidden_layers=3, head_dim=16, mamba_num_heads=8, mamba_head_dim=16, n_groups=2, ssm_state_size=16, conv_kernel=4)
GRANITE_HYBRID = dict(layer_types=["linear_attention", "full_attention"], shared_intermediate_size=32, mamba_n_heads=8, mamba_d_head=16,
                      mamba_d_state=16, mamba_n_groups=1, mamba_d_conv=4, mamba_expand=2, attention_multiplier=0.25,
                      embedding_multiplier=12.0, residual_multiplier=0.22, logits_scaling=8.0)
MAMBA = dict(num_hidden_layers=2, hidden_size=64, vocab_size=40, conv_kernel=4, expand=2, bos_token_id=1, eos_token_id=2,
             pad_token_id=None)
BERT = dict(num_hidden_layers=2, hidden_size=64, intermediate_size=96, num_attention_heads=4, vocab_size=40,
            max_position_embeddings=64)

# name: (class of transformers, what its configuration says beside BASE; None: not said at all)
MODELS = {
    "seed-oss": ("SeedOssForCausalLM", dict(head_dim=16, attention_bias=True)),
    "olmo": ("OlmoForCausalLM", dict(clip_qkv=8.0)),
    "olmoe": ("OlmoeForCausalLM", MOE),
    "stablelm": ("StableLmForCausalLM", dict(use_qkv_bias=True)),
    "stablelm-12b": ("StableLmForCausalLM", dict(use_parallel_residual=True, qk_layernorm=True)),
    "phi2": ("PhiForCausalLM", dict(num_key_value_heads=4, intermediate_size=256)),
    "phimoe": ("PhimoeForCausalLM", dict(num_local_experts=4, num_experts_per_tok=2, rope_parameters=dict(
        rope_type="longrope", rope_theta=10000.0, short_factor=[1.0 + i / 8 for i in range(8)],
        long_factor=[2.0 + i for i in range(8)], original_max_position_embeddings=1024, short_mscale=1.2, long_mscale=1.2))),
    "apertus": ("ApertusForCausalLM", dict(rope_parameters=LLAMA3)),
    "arcee": ("ArceeForCausalLM", dict(head_dim=16)),
    "exaone4": ("Exaone4ForCausalLM", dict(num_hidden_layers=4, sliding_window=256, sliding_window_pattern=4, rope_parameters=dict(
        LLAMA3, factor=16.0))),
    "ernie4_5": ("Ernie4_5ForCausalLM", dict(head_dim=16, tie_word_embeddings=True)),
    "ernie4_5-moe": ("Ernie4_5_MoeForCausalLM", dict(num_hidden_layers=3, moe_num_experts=4, moe_k=2, moe_intermediate_size=32,
                                                     moe_num_shared_experts=1, moe_layer_start_index=1, moe_layer_end_index=-1)),
    "hunyuan-dense": ("HunYuanDenseV1ForCausalLM", dict(head_dim=16, tie_word_embeddings=True)),
    "hunyuan-dense-dynamic": ("HunYuanDenseV1ForCausalLM", dict(head_dim=128, tie_word_embeddings=True, max_position_embeddings=32768,
                                                                num_attention_heads=1, num_key_value_heads=1, rope_parameters=dict(
        rope_type="dynamic", rope_theta=10000.0, alpha=1000.0, factor=1.0, beta_fast=32, beta_slow=1, mscale=1.0, mscale_all_dim=1.0))),
    "cohere": ("CohereForCausalLM", dict(logit_scale=0.0625)),
    "cohere-plus": ("CohereForCausalLM", dict(logit_scale=0.0625, use_qk_norm=True)),
    "cohere2": ("Cohere2ForCausalLM", dict(num_hidden_layers=4, sliding_window=256, logit_scale=0.25, head_dim=16)),
    "granite": ("GraniteForCausalLM", dict(attention_multiplier=0.25, embedding_multiplier=12.0, residual_multiplier=0.22,
                                           logits_scaling=8.0)),
    "granitemoe": ("GraniteMoeForCausalLM", dict(num_local_experts=4, num_experts_per_tok=2, attention_multiplier=0.25,
                                                 embedding_multiplier=12.0, residual_multiplier=0.22, logits_scaling=8.0)),
    "granitemoeshared": ("GraniteMoeSharedForCausalLM", dict(num_local_experts=4, num_experts_per_tok=2, shared_intermediate_size=32,
                                                             attention_multiplier=0.25, embedding_multiplier=12.0,
                                                             residual_multiplier=0.22, logits_scaling=8.0)),
    "glm4": ("Glm4ForCausalLM", dict(head_dim=16, attention_bias=True)),
    "glm4moe": ("Glm4MoeForCausalLM", dict(num_hidden_layers=2, head_dim=16, attention_bias=True, n_routed_experts=4,
                                           num_experts_per_tok=2, moe_intermediate_size=32, n_shared_experts=1,
                                           first_k_dense_replace=1, use_qk_norm=True, num_nextn_predict_layers=0)),
    "nemotron": ("NemotronForCausalLM", {}),
    "mistral3": ("Mistral3ForConditionalGeneration", None),
    "ministral3": ("Ministral3ForCausalLM", dict(head_dim=16)),
    "qwen2vl": ("Qwen2VLForConditionalGeneration", None),
    "qwen2.5vl": ("Qwen2_5_VLForConditionalGeneration", None),
    "qwen3vl": ("Qwen3VLForConditionalGeneration", None),
    "qwen3vlmoe": ("Qwen3VLMoeForConditionalGeneration", None),
    "gpt-oss": ("GptOssForCausalLM", dict(head_dim=16, num_local_experts=4, num_experts_per_tok=2, sliding_window=128)),
    "qwen3next": ("Qwen3NextForCausalLM", dict(
        num_hidden_layers=4, head_dim=16, linear_key_head_dim=16, linear_value_head_dim=16, linear_num_key_heads=2,
        linear_num_value_heads=4, moe_intermediate_size=32, shared_expert_intermediate_size=32, num_experts=4, num_experts_per_tok=2)),
    "qwen35": ("Qwen3_5ForCausalLM", dict(
        num_hidden_layers=4, head_dim=16, linear_key_head_dim=16, linear_value_head_dim=16, linear_num_key_heads=2,
        linear_num_value_heads=4)),
    "qwen35moe": ("Qwen3_5MoeForCausalLM", dict(
        num_hidden_layers=4, head_dim=16, linear_key_head_dim=16, linear_value_head_dim=16, linear_num_key_heads=2,
        linear_num_value_heads=4, moe_intermediate_size=32, shared_expert_intermediate_size=32, num_experts=4, num_experts_per_tok=2)),
    "gemma4": ("Gemma4ForCausalLM", dict(GEMMA4, hidden_size_per_layer_input=0, num_kv_shared_layers=0)),
    "gemma4-shared": ("Gemma4ForCausalLM", dict(GEMMA4, hidden_size_per_layer_input=32, num_kv_shared_layers=2,
                                                vocab_size_per_layer_input=40, use_double_wide_mlp=True)),
    "gemma4-moe": ("Gemma4ForCausalLM", dict(GEMMA4, hidden_size_per_layer_input=0, num_kv_shared_layers=0, enable_moe_block=True,
                                             num_experts=4, top_k_experts=2, moe_intermediate_size=32, attention_k_eq_v=True,
                                             num_global_key_value_heads=1)),
    "dots1": ("Dots1ForCausalLM", dict(num_hidden_layers=2, head_dim=16, n_routed_experts=4, num_experts_per_tok=2,
                                       moe_intermediate_size=32, n_shared_experts=1, first_k_dense_replace=1)),
    "minimax-m2": ("MiniMaxM2ForCausalLM", dict(head_dim=16, num_local_experts=4, num_experts_per_tok=2)),
    "lfm2": ("Lfm2ForCausalLM", dict(num_hidden_layers=3, layer_types=["conv", "full_attention", "conv"], block_ff_dim=96)),
    "lfm2moe": ("Lfm2MoeForCausalLM", dict(num_hidden_layers=3, layer_types=["conv", "full_attention", "conv"], num_experts=4,
                                           num_experts_per_tok=2, moe_intermediate_size=32, num_dense_layers=1)),
    "llama4": ("Llama4ForCausalLM", dict(num_hidden_layers=4, head_dim=16, intermediate_size=32, intermediate_size_mlp=96,
                                         num_local_experts=4, num_experts_per_tok=1, interleave_moe_layer_step=2)),
    "hunyuan-moe": ("HunYuanMoEV1ForCausalLM", dict(head_dim=16, num_experts=4, moe_topk=[2, 2], moe_intermediate_size=[96, 96],
                                                    num_shared_expert=[1, 1])),
    "gemma": ("GemmaForCausalLM", dict(head_dim=32)),
    "gemma3n": ("Gemma3nForCausalLM", dict(
        num_hidden_layers=3, head_dim=16, intermediate_size=[96, 96, 96], num_kv_shared_layers=1, vocab_size_per_layer_input=32,
        hidden_size_per_layer_input=32, laurel_rank=32, sliding_window=64, activation_sparsity_pattern=[0.95, 0.95, 0.95],
        layer_types=["sliding_attention", "full_attention", "sliding_attention"])),
    "glm4moelite": ("Glm4MoeLiteForCausalLM", dict(LATENT, mlp_layer_types=["dense", "sparse"])),
    "glm-dsa": ("GlmMoeDsaForCausalLM", dict(LATENT, **INDEXER, mlp_layer_types=["dense", "sparse"])),
    "deepseek32": ("DeepseekV32ForCausalLM", dict(LATENT, **INDEXER, n_group=2, topk_group=1, mlp_layer_types=["dense", "sparse"])),
    "nemotron-h": ("NemotronHForCausalLM", dict(
        NEMOTRON_H, layers_block_type=["linear_attention", "full_attention", "mlp"])),
    "nemotron-h-moe": ("NemotronHForCausalLM", dict(
        NEMOTRON_H, layers_block_type=["linear_attention", "full_attention", "moe"], n_routed_experts=4, num_experts_per_tok=2,
        n_shared_experts=1, moe_intermediate_size=32, moe_shared_expert_intermediate_size=64)),
    "granitehybrid": ("GraniteMoeHybridForCausalLM", dict(GRANITE_HYBRID, num_local_experts=4, num_experts_per_tok=2)),
    "granitehybrid-dense": ("GraniteMoeHybridForCausalLM", dict(GRANITE_HYBRID, num_local_experts=0, num_experts_per_tok=0)),
    "granite4": ("GraniteMoeHybridForCausalLM", dict({**GRANITE_HYBRID, 'layer_types': ["full_attention", "full_attention"]}, num_local_experts=0,
                                                     num_experts_per_tok=0, position_embedding_type="rope")),
    "granite4-moe": ("GraniteMoeHybridForCausalLM", dict({**GRANITE_HYBRID, 'layer_types': ["full_attention", "full_attention"]}, num_local_experts=4,
                                                         num_experts_per_tok=2, position_embedding_type="rope")),
    "falcon-h1": ("FalconH1ForCausalLM", dict(
        head_dim=16, mamba_d_ssm=64, mamba_n_heads=4, mamba_d_head=16, mamba_n_groups=2, mamba_d_state=16, mamba_d_conv=4,
        embedding_multiplier=5.5, lm_head_multiplier=0.0625, attention_in_multiplier=1.5, attention_out_multiplier=0.75,
        key_multiplier=0.4, ssm_in_multiplier=1.25, ssm_out_multiplier=0.3, mlp_multipliers=[0.9, 0.35],
        ssm_multipliers=[0.35, 0.25, 0.16, 0.5, 0.31])),
    "mamba": ("MambaForCausalLM", dict(MAMBA, state_size=16, time_step_rank=4, intermediate_size=128)),
    "falcon-mamba": ("FalconMambaForCausalLM", dict(MAMBA, state_size=16, time_step_rank=4, intermediate_size=128)),
    "mamba2": ("Mamba2ForCausalLM", dict(MAMBA, state_size=16, num_heads=8, head_dim=16, n_groups=2)),
    "bloom": ("BloomForCausalLM", dict(n_layer=2, n_head=4, hidden_size=64, vocab_size=40, seq_length=128)),
    "mpt": ("MptForCausalLM", dict(n_layers=3, n_heads=4, d_model=64, vocab_size=40, max_seq_len=128)),
    "mimo2": ("MiMoV2FlashForCausalLM", dict(
        num_hidden_layers=3, head_dim=32, v_head_dim=16, n_routed_experts=4, num_experts_per_tok=2, moe_intermediate_size=32,
        layer_types=["full_attention", "sliding_attention", "sliding_attention"], mlp_layer_types=["dense", "sparse", "sparse"])),
    "jamba": ("JambaForCausalLM", dict(
        num_hidden_layers=4, attn_layer_period=4, attn_layer_offset=1, expert_layer_period=2, expert_layer_offset=1, num_experts=4,
        num_experts_per_tok=2, mamba_d_state=8, mamba_dt_rank=4)),
    "hyv3": ("HYV3ForCausalLM", dict(
        head_dim=16, num_experts=4, num_experts_per_tok=2, moe_intermediate_size=32, num_shared_experts=1, router_scaling_factor=2.5,
        rms_norm_eps=1e-5)),
    "exaone4_5": ("Exaone4_5_ForConditionalGeneration", None),
    "glm4v": ("Glm4vForConditionalGeneration", None),
    "glm4v-moe": ("Glm4vMoeForConditionalGeneration", None),
    "glm-ocr": ("GlmOcrForConditionalGeneration", None),
    "bert": ("BertModel", dict(BERT)),
    "xlm-roberta": ("XLMRobertaModel", dict(BERT, pad_token_id=1, max_position_embeddings=66)),
    "roberta": ("RobertaModel", dict(BERT, pad_token_id=1, max_position_embeddings=66)),
    "distilbert": ("DistilBertModel", dict(dim=64, hidden_dim=96, n_heads=4, n_layers=2, vocab_size=40, max_position_embeddings=64)),
    "camembert": ("CamembertModel", dict(BERT, pad_token_id=1, max_position_embeddings=66)),
    "eurobert": ("EuroBertModel", dict(BASE, pad_token_id=0, rms_norm_eps=1e-5)),
    "modern-bert": ("ModernBertModel", dict(
        num_hidden_layers=3, hidden_size=64, intermediate_size=96, num_attention_heads=4, vocab_size=40, max_position_embeddings=128,
        pad_token_id=0, cls_token_id=1, sep_token_id=2, bos_token_id=1, eos_token_id=2)),
    "t5": ("T5ForConditionalGeneration", dict(
        d_model=64, d_kv=16, d_ff=96, num_layers=2, num_decoder_layers=2, num_heads=4, vocab_size=40, feed_forward_proj="gated-gelu",
        tie_word_embeddings=False, decoder_start_token_id=0)),
    "t5encoder": ("T5EncoderModel", dict(
        d_model=64, d_kv=16, d_ff=96, num_layers=2, num_heads=4, vocab_size=40, feed_forward_proj="gated-gelu")),
}
SHIPPED_CLASSES = {"PhimoeForCausalLM": "PhiMoEForCausalLM", "MptForCausalLM": "MPTForCausalLM"}  # config.json of real models says it so
# Neither attention nor the names that BASE has for its sizes.
WITHOUT_BASE = {"mamba", "falcon-mamba", "mamba2", "bloom", "mpt", "bert", "xlm-roberta", "roberta", "distilbert", "modern-bert", "camembert", "eurobert",
                "t5", "t5encoder"}
# Whose config.json the converter must see as it is: the defaults of transformers' class make another model of it.
RAW_CONFIG = {"nemotron-h", "mimo2", "exaone", "kimi-linear", "nomic-bert", "nomic-bert-moe", "jina-bert-v2", "jina-bert-v2-code", "minimax-m3",
              "plamo2", "eurobert"}
# What real files say beside what transformers saves; None: what they do not say.
SHIPPED = {
    "eurobert": {"clf_pooling": "late", "classifier_pooling": None},
    "gemma4": {"global_head_dim": 32}, "cohere2": {"rotary_pct": 1.0}, "minimax-m2": {"rotary_dim": 8},
    "glm4moelite": {"first_k_dense_replace": 1, "scoring_func": "sigmoid"},
    "glm-dsa": {"first_k_dense_replace": 1, "scoring_func": "sigmoid"},
    "deepseek32": {"first_k_dense_replace": 1, "scoring_func": "sigmoid"},
    "nemotron-h": {"hybrid_override_pattern": "M*-", "num_hidden_layers": 3, "layers_block_type": None, "num_experts_per_tok": None, "n_routed_experts": None,
                   "n_shared_experts": None, "n_group": None, "topk_group": None, "moe_intermediate_size": None},
    "nemotron-h-moe": {"hybrid_override_pattern": "M*E", "layers_block_type": None},
    "granitehybrid": {"layer_types": ["mamba", "attention"]}, "granitehybrid-dense": {"layer_types": ["mamba", "attention"]},
    "granite4": {"layer_types": ["attention", "attention"]}, "granite4-moe": {"layer_types": ["attention", "attention"]},
    "modern-bert": {"layer_norm_eps": 1e-5, "global_attn_every_n_layers": 3, "global_rope_theta": 160000.0, "local_rope_theta": 10000.0,
                    "layer_types": None, "rope_parameters": None},
    "mimo2": {"hybrid_layer_pattern": [0, 1, 1], "layernorm_epsilon": 1e-5, "swa_head_dim": 32, "swa_v_head_dim": 16,
              "swa_num_attention_heads": 4, "swa_num_key_value_heads": 4, "swa_rope_theta": 10000.0, "topk_method": "noaux_tc",
              "partial_rotary_factor": 0.5, "moe_layer_freq": [0, 1, 1], "sliding_window": 128,
              "rope_theta": 5000000.0, "rope_parameters": None, "layer_types": None, "mlp_layer_types": None, "rms_norm_eps": None, "scoring_func": "sigmoid"}}
# Classes that the converter takes for another kind than they are: it would leave CamemBERT the rows of positions for padding.
MEANT = {"CamembertModel": "XLMRobertaModel"}
# Stacks that real files keep input-major, which transformers turns when it saves them.
TURNED = {"qwen3vlmoe": ("experts.gate_up_proj", "experts.down_proj")}
WITHOUT_MTP = {"qwen3next", "qwen35", "qwen35moe", "mimo2"}  # converted with --no-mtp: the tensors of such layers are left out
QWEN2_VL = dict(BASE, rope_parameters=dict(rope_type="default", rope_theta=1e6, mrope_section=[4, 2, 2]))
GLM_ROPE = dict(rope_type="default", rope_theta=10000.0, partial_rotary_factor=0.5, mrope_section=[2, 1, 1])
GLM_VISION = dict(depth=1, hidden_size=32, intermediate_size=32, num_heads=2, out_hidden_size=64, image_size=28, patch_size=14)
COMPOSED = {
    "qwen2vl": dict(text_config=QWEN2_VL, vision_config=dict(depth=1, embed_dim=32, hidden_size=64, num_heads=2), tie_word_embeddings=False),
    "qwen2.5vl": dict(text_config=QWEN2_VL, tie_word_embeddings=False, vision_config=dict(
        depth=1, hidden_size=32, intermediate_size=32, num_heads=2, out_hidden_size=64, fullatt_block_indexes=[0])),
    "exaone4_5": dict(text_config=dict(
        BASE, model_type="exaone4_5_text", num_hidden_layers=4, sliding_window=256, sliding_window_pattern=4, rope_parameters=dict(
            rope_type="llama3", rope_theta=10000.0, factor=16.0, low_freq_factor=1.0, high_freq_factor=4.0,
            original_max_position_embeddings=8192)), tie_word_embeddings=False, vision_config=dict(
        depth=1, hidden_size=32, intermediate_size=32, num_heads=2, num_key_value_heads=1, out_hidden_size=64,
        fullatt_block_indexes=[0])),
    "glm4v": dict(text_config=dict(BASE, rope_parameters=GLM_ROPE), vision_config=GLM_VISION, tie_word_embeddings=False),
    "glm4v-moe": dict(text_config=dict(BASE, head_dim=16, n_routed_experts=4, num_experts_per_tok=2, moe_intermediate_size=32,
                                       n_shared_experts=1, first_k_dense_replace=1, rope_parameters=GLM_ROPE),
                      vision_config=GLM_VISION, tie_word_embeddings=False),
    "glm-ocr": dict(text_config=dict(BASE, head_dim=16, rope_parameters=GLM_ROPE), vision_config=GLM_VISION, tie_word_embeddings=False),
    "mistral3": dict(text_config=dict(BASE, model_type="mistral", head_dim=16), vision_config=dict(
        model_type="pixtral", hidden_size=32, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2, head_dim=16, image_size=28,
        patch_size=14)),
    "qwen3vl": dict(text_config=dict(BASE, head_dim=16, rope_parameters=dict(rope_type="default", rope_theta=5e6,
                                                                              mrope_section=[4, 2, 2], mrope_interleaved=True)),
                    vision_config=dict(depth=1, hidden_size=32, intermediate_size=32, num_heads=2, out_hidden_size=64,
                                       num_position_embeddings=16, deepstack_visual_indexes=[0]), tie_word_embeddings=False),
    "qwen3vlmoe": dict(text_config=dict(BASE, head_dim=16, num_experts=4, num_experts_per_tok=2, moe_intermediate_size=96,
                                        rope_parameters=dict(rope_type="default", rope_theta=5e6, mrope_section=[4, 2, 2],
                                                             mrope_interleaved=True)),
                       vision_config=dict(depth=1, hidden_size=32, intermediate_size=32, num_heads=2, out_hidden_size=64,
                                          num_position_embeddings=16, deepstack_visual_indexes=[0]), tie_word_embeddings=False),
}

BAILING2 = dict(BASE, architectures=["BailingMoeV2ForCausalLM"], model_type="bailing_moe", head_dim=16, num_experts=4, num_experts_per_tok=2,
                moe_intermediate_size=32, num_shared_experts=1, first_k_dense_replace=1, norm_topk_prob=True, n_group=2, topk_group=1,
                routed_scaling_factor=2.5, score_function="sigmoid", partial_rotary_factor=0.5, rms_norm_eps=1e-6, rope_theta=600000.0,
                rope_scaling=None, tie_word_embeddings=False)
INTERNLM2 = dict(BASE, architectures=["InternLM2ForCausalLM"], model_type="internlm2", rms_norm_eps=1e-5, rope_theta=1000000,
                 rope_scaling=dict(type="dynamic", factor=2.0), tie_word_embeddings=False, bias=False)
INTERNLM3 = dict(BASE, architectures=["InternLM3ForCausalLM"], model_type="internlm3", head_dim=16, rms_norm_eps=1e-5, rope_theta=50000000,
                 rope_scaling=dict(rope_type="dynamic", factor=6.0), tie_word_embeddings=False, bias=False, qkv_bias=False)
GATED = {"gate_proj": [96, 64], "up_proj": [96, 64], "down_proj": [64, 96]}
NORMS = {"input_layernorm": [64], "post_attention_layernorm": [64]}


def in_layers(count, shapes):
    return {f"model.layers.{layer}.{name}": shape for layer in range(count) for name, shape in shapes.items()}


def under(path, shapes):
    return {f"{path}.{name}": shape for name, shape in shapes.items()}


def with_weights(shapes):
    return {name if name.endswith("bias") else name + ".weight": shape for name, shape in shapes.items()}


def bailing2_experts():
    shapes = {"mlp.gate": [4, 64], "mlp.gate.expert_bias": [4]}
    for part in (*(f"mlp.experts.{expert}" for expert in range(4)), "mlp.shared_experts"):
        shapes |= under(part, {"gate_proj": [32, 64], "up_proj": [32, 64], "down_proj": [64, 32]})
    return shapes


EXAONE = dict(architectures=["ExaoneForCausalLM"], model_type="exaone", activation_function="silu", hidden_size=64, intermediate_size=96,
              num_layers=2, num_attention_heads=4, num_key_value_heads=2, vocab_size=40, max_position_embeddings=4096, bos_token_id=1,
              eos_token_id=2, layer_norm_epsilon=1e-5, rope_theta=1000000.0, tie_word_embeddings=False, rope_scaling=dict(
                  rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=8192))
ORION = dict(BASE, architectures=["OrionForCausalLM"], model_type="orion", hidden_act="silu", rms_norm_eps=1e-5, max_sequence_length=4096,
             num_key_value_heads=4, rope_scaling=None, tie_word_embeddings=False)
XVERSE = dict(BASE, architectures=["XverseForCausalLM"], model_type="xverse", hidden_act="silu", rms_norm_eps=1e-6, num_key_value_heads=4,
              tie_word_embeddings=False)
BAICHUAN = dict(BASE, architectures=["BaichuanForCausalLM"], model_type="baichuan", hidden_act="silu", rms_norm_eps=1e-6,
                num_key_value_heads=None, tie_word_embeddings=False)
CODESHELL = dict(architectures=["CodeShellForCausalLM"], model_type="codeshell", activation_function="gelu_pytorch_tanh", n_embd=64, n_inner=256,
                 n_head=4, n_layer=2, num_query_groups=2, group_query_attention=True, n_positions=4096, vocab_size=40, bos_token_id=1,
                 eos_token_id=2, layer_norm_epsilon=1e-5, position_embedding_type="rope", rope_scaling=None, tie_word_embeddings=False)
REFACT = dict(architectures=["GPTRefactForCausalLM"], model_type="gpt_refact", activation_function="silu", n_embd=64, n_head=4, n_layer=2,
              n_inner=None, n_positions=4096, vocab_size=40, bos_token_id=1, eos_token_id=2, layer_norm_epsilon=1e-5, multi_query=True,
              tie_word_embeddings=False)
KIMI_LINEAR = dict(
    BASE, architectures=["KimiLinearForCausalLM"], model_type="kimi_linear", num_hidden_layers=4, num_key_value_heads=4, head_dim=24,
    model_max_length=4096, kv_lora_rank=32, q_lora_rank=None, qk_rope_head_dim=8, qk_nope_head_dim=16,
    v_head_dim=24, num_experts=4, num_experts_per_token=2, num_shared_experts=1, moe_intermediate_size=32, first_k_dense_replace=1,
    moe_layer_freq=1, moe_renormalize=True, moe_router_activation_func="sigmoid", num_expert_group=1, topk_group=1, use_grouped_topk=True,
    routed_scaling_factor=2.446, rms_norm_eps=1e-5, rope_theta=10000.0, rope_scaling=None, mla_use_nope=True, tie_word_embeddings=False,
    linear_attn_config=dict(full_attn_layers=[3], kda_layers=[1, 2, 4], head_dim=16, num_heads=4, short_conv_kernel_size=4))
del KIMI_LINEAR["max_position_embeddings"]
SEPARATE = {"q_proj": [64, 64], "k_proj": [64, 64], "v_proj": [64, 64], "o_proj": [64, 64]}


def with_biases(shapes):
    return {name + ending: shape if ending == ".weight" else shape[:1] for name, shape in shapes.items() for ending in (".weight", ".bias")}


def kimi_linear_layers():
    delta = {**{f"{part}_proj.weight": [64, 64] for part in "qkvo"}, **{f"{part}_conv1d.weight": [64, 1, 4] for part in "qkv"},
             "A_log": [1, 1, 4, 1], "dt_bias": [64], "o_norm.weight": [16], "b_proj.weight": [4, 64], "f_a_proj.weight": [16, 64],
             "g_a_proj.weight": [16, 64], "f_b_proj.weight": [64, 16], "g_b_proj.weight": [64, 16]}
    latent = with_weights({"q_proj": [96, 64], "kv_a_proj_with_mqa": [40, 64], "kv_a_layernorm": [32], "kv_b_proj": [160, 32],
                           "o_proj": [64, 96]})
    experts = with_weights({"gate": [4, 64], **{
        f"shared_experts.{name}_proj": [64, 32] if name == "down" else [32, 64] for name in ("gate", "up", "down")}, **{
        f"experts.{expert}.{name}": [64, 32] if name == "w2" else [32, 64] for expert in range(4) for name in ("w1", "w2", "w3")}})
    experts["gate.e_score_correction_bias"] = [4]
    shapes = {}
    for layer in range(4):
        path = f"model.layers.{layer}"
        shapes |= under(path, with_weights(NORMS)) | under(path + ".self_attn", latent if layer == 2 else delta)
        shapes |= under(path + ".mlp", with_weights(GATED)) if layer == 0 else under(path + ".block_sparse_moe", experts)
    return shapes


NOMIC = dict(architectures=["NomicBertModel"], model_type="nomic_bert", causal=False, n_embd=64, n_head=4, n_inner=96, n_layer=2, prenorm=False,
             layer_norm_epsilon=1e-12, max_trained_positions=2048, rotary_emb_fraction=1.0, rotary_emb_interleaved=False, rotary_emb_scale_base=None,
             rotary_scaling_factor=None, use_rms_norm=False, vocab_size=40, pad_vocab_size_multiple=8)
NOMIC_1 = dict(NOMIC, activation_function="swiglu", n_positions=8192, rotary_emb_base=1000, qkv_proj_bias=False, mlp_fc1_bias=False,
               mlp_fc2_bias=False, type_vocab_size=2)
NOMIC_MOE = dict(NOMIC, activation_function="gelu", n_positions=2048, rotary_emb_base=10000.0, qkv_proj_bias=True, mlp_fc1_bias=True,
                 mlp_fc2_bias=True, type_vocab_size=1, moe_every_n_layers=2, moe_top_k=2, num_experts=4, moe_normalize_expert_weights=False,
                 pad_token_id=1)
JINA = dict(architectures=["JinaBertForMaskedLM"], model_type="bert", hidden_size=64, intermediate_size=96, num_hidden_layers=2,
            num_attention_heads=4, vocab_size=40, max_position_embeddings=8192, type_vocab_size=2, layer_norm_eps=1e-12, hidden_act="gelu",
            position_embedding_type="alibi", feed_forward_type="geglu", emb_pooler="mean", pad_token_id=0)
M3 = dict(
    BASE, architectures=["MiniMaxM3SparseForCausalLM"], model_type="minimax_m3", head_dim=16, rotary_dim=8, rms_norm_eps=1e-6, rope_theta=5000000.0,
    intermediate_size=32, dense_intermediate_size=96, num_hidden_layers=3, num_local_experts=4, num_experts_per_tok=2, n_shared_experts=1,
    routed_scaling_factor=2.5, scoring_func="sigmoid", use_qk_norm=True, moe_layer_freq=[0, 1, 1], tie_word_embeddings=False,
    sparse_attention_config=dict(sparse_num_index_heads=2, sparse_index_dim=16, sparse_topk_blocks=4, sparse_block_size=128,
                                 sparse_local_block=1, sparse_attention_freq=[0, 1, 1]))
PLAMO2 = dict(
    architectures=["Plamo2ForCausalLM"], model_type="plamo2", hidden_size=64, hidden_size_per_head=16, intermediate_size=96, num_hidden_layers=4,
    num_attention_heads=4, num_key_value_heads=2, mamba_enabled=True, mamba_step=2, mamba_num_heads=8, mamba_d_state=8, mamba_d_conv=4,
    attention_window_size=2048, full_attention_idx=[], max_position_embeddings=4096, rms_norm_eps=1e-6, rope_theta=1000000, vocab_size=40,
    bos_token_id=1, eos_token_id=2, pad_token_id=3, tie_word_embeddings=True)


def nomic_layer(feed_forward, has_biases):
    shapes = {"attn.Wqkv": [192, 64], "attn.out_proj": [64, 64], **feed_forward}
    return {**(with_biases(shapes) if has_biases else with_weights(shapes)), **with_biases({"norm1": [64], "norm2": [64]})}


def nomic_model(types, *layers):
    shapes = {**with_weights({"embeddings.word_embeddings": [40, 64], "embeddings.token_type_embeddings": [types, 64]}), **with_biases({"emb_ln": [64]})}
    for number, layer in enumerate(layers):
        shapes |= under(f"encoder.layers.{number}", layer)
    return shapes


def nomic_experts():
    layer = nomic_layer({}, True)
    return {**layer, "mlp.router.layer.weight": [4, 64], "mlp.experts.mlp.w1": [384, 64], "mlp.experts.mlp.w2": [384, 64], "mlp.experts.bias": [64]}


def jina_model(layer, prefix=""):
    """`layer`: names of its own beside attention."""
    shapes = {**with_weights({"embeddings.word_embeddings": [40, 64], "embeddings.token_type_embeddings": [2, 64]}),
              **with_biases({"embeddings.LayerNorm": [64], "pooler.dense": [64, 64]})}
    attention = with_biases({**{f"attention.self.{part}": [64, 64] for part in ("query", "key", "value")}, "attention.output.dense": [64, 64],
                             "attention.output.LayerNorm": [64]})
    for number in range(2):
        shapes |= under(f"encoder.layer.{number}", {**attention, **layer})
    return {prefix + name: shape for name, shape in shapes.items()}


JINA_GATED = {"mlp.gated_layers.weight": [192, 64], **with_biases({"mlp.wo": [64, 96], "mlp.layernorm": [64]})}
JINA_CODE = {"mlp.up_gated_layer.weight": [192, 64], **with_biases({
    "mlp.down_layer": [64, 96], "layer_norm_1": [64], "layer_norm_2": [64], "attention.self.layer_norm_q": [64], "attention.self.layer_norm_k": [64]})}


def minimax_m3_layers():
    shapes = {}
    for layer in range(3):
        attention = {"q_proj": [64, 64], "k_proj": [32, 64], "v_proj": [32, 64], "o_proj": [64, 64], "q_norm": [16], "k_norm": [16]}
        if layer > 0:
            attention |= {"index_q_proj": [32, 64], "index_k_proj": [16, 64], "index_q_norm": [16], "index_k_norm": [16]}
        shapes |= under(f"model.layers.{layer}", {**NORMS, **under("self_attn", attention)})
        if layer == 0:
            shapes |= under("model.layers.0.mlp", GATED)
            continue
        experts = {"gate": [4, 64], "e_score_correction_bias": [4], **{f"shared_experts.{name}_proj": [64, 32] if name == "down" else [32, 64]
                                                                      for name in ("gate", "up", "down")}, **{
            f"experts.{expert}.{name}": [64, 32] if name == "w2" else [32, 64] for expert in range(4) for name in ("w1", "w2", "w3")}}
        shapes |= under(f"model.layers.{layer}.block_sparse_moe", experts)
    return shapes


def plamo2_layers():
    recurrence = {"in_proj.weight": [256, 64], "conv1d.weight": [128, 1, 4], "bcdt_proj.weight": [80, 128], "dt_proj.weight": [8, 64], "dt_bias": [8],
                  "A_log": [8], "D": [8], "dt_norm_weight": [64], "B_norm_weight": [8], "C_norm_weight": [8], "out_proj.weight": [64, 128]}
    attention = {"qkv_proj.weight": [128, 64], "q_weight": [4, 16], "k_weight": [2, 16], "o_proj.weight": [64, 64]}
    shapes = {}
    for layer in range(4):
        path = f"model.layers.layers.{layer}"
        shapes |= under(path + ".mixer", attention if layer % 2 == 1 else recurrence)
        shapes |= under(path, with_weights({"mlp.gate_up_proj": [192, 64], "mlp.down_proj": [64, 96], **{
            f"{name}_norm": [64] for name in ("pre_mixer", "post_mixer", "pre_mlp", "post_mlp")}}))
    return shapes


# Classes that transformers does not have, or saves in another way than their models are published: config.json and the tensors of
# their own code.
LISTED = {
    "nomic-bert": (NOMIC_1, nomic_model(2, *2 * [nomic_layer({"mlp.fc11": [96, 64], "mlp.fc12": [96, 64], "mlp.fc2": [64, 96]}, False)])),
    "nomic-bert-moe": (NOMIC_MOE, nomic_model(1, nomic_layer({"mlp.fc1": [96, 64], "mlp.fc2": [64, 96]}, True), nomic_experts())),
    "jina-bert-v2": (JINA, {**jina_model(JINA_GATED, "bert."), "cls.predictions.bias": [40]}),
    "jina-bert-v2-code": (dict(JINA, architectures=["JinaBertModel"]), jina_model(JINA_CODE)),
    "minimax-m3": (M3, {**with_weights({"model.embed_tokens": [40, 64], "model.norm": [64], "lm_head": [40, 64]}),
                        **{name if name.endswith("bias") else name + ".weight": shape for name, shape in minimax_m3_layers().items()}}),
    "plamo2": (PLAMO2, {"model.embed_tokens.weight": [40, 64], "model.norm.weight": [64], **plamo2_layers()}),
    "kimi-linear": (KIMI_LINEAR, {
        **with_weights({"model.embed_tokens": [40, 64], "model.norm": [64], "lm_head": [40, 64]}), **kimi_linear_layers()}),
    "exaone": (EXAONE, with_weights({
        "transformer.wte": [40, 64], "transformer.ln_f": [64], "lm_head": [40, 64], **{
            f"transformer.h.{layer}.{name}": shape for layer in range(2) for name, shape in {
                "ln_1": [64], "ln_2": [64], **under("attn.attention", {"q_proj": [64, 64], "k_proj": [32, 64], "v_proj": [32, 64],
                                                                       "out_proj": [64, 64]}),
                "mlp.c_fc_0": [96, 64], "mlp.c_fc_1": [96, 64], "mlp.c_proj": [64, 96]}.items()}})),
    "orion": (ORION, {
        **with_weights({"model.embed_tokens": [40, 64], "lm_head": [40, 64], **in_layers(2, {**under("self_attn", SEPARATE),
                                                                                             **under("mlp", GATED)})}),
        **with_biases({"model.norm": [64], **in_layers(2, NORMS)})}),
    "xverse": (XVERSE, with_weights({
        "model.embed_tokens": [40, 64], "model.norm": [64], "lm_head": [40, 64], **in_layers(2, {
            **NORMS, **under("self_attn", SEPARATE), **under("mlp", GATED)})})),
    "baichuan": (BAICHUAN, with_weights({
        "model.embed_tokens": [40, 64], "model.norm": [64], "lm_head": [40, 64], **in_layers(2, {
            **NORMS, "self_attn.W_pack": [192, 64], "self_attn.o_proj": [64, 64], **under("mlp", GATED)})})),
    "codeshell": (CODESHELL, {
        "transformer.wte.weight": [40, 64], "lm_head.weight": [40, 64], **with_biases({"transformer.ln_f": [64], **{
            f"transformer.h.{layer}.{name}": shape for layer in range(2) for name, shape in {
                "ln_1": [64], "ln_2": [64], "attn.c_attn": [128, 64], "attn.c_proj": [64, 64], "mlp.c_fc": [256, 64],
                "mlp.c_proj": [64, 256]}.items()}}),
        **{f"transformer.h.{layer}.attn.rotary_emb.inv_freq": [8] for layer in range(2)}}),
    "refact": (REFACT, with_weights({
        "transformer.wte": [40, 64], "transformer.ln_f": [64], "lm_head": [40, 64], **{
            f"transformer.h.{layer}.{name}": shape for layer in range(2) for name, shape in {
                "ln_1": [64], "ln_2": [64], "attn.q": [64, 64], "attn.kv": [32, 64], "attn.c_proj": [64, 64],
                "mlp.gate_up_proj": [512, 64], "mlp.c_proj": [64, 256]}.items()}})),
    "bailingmoe2": (BAILING2, with_weights({
        "model.word_embeddings": [40, 64], "model.norm": [64], "lm_head": [40, 64], **in_layers(2, {
            **NORMS, "attention.query_key_value": [128, 64], "attention.dense": [64, 64], "attention.query_layernorm": [16],
            "attention.key_layernorm": [16]}), **under("model.layers.0.mlp", GATED), **under("model.layers.1", bailing2_experts())})),
    "internlm2": (INTERNLM2, with_weights({
        "model.tok_embeddings": [40, 64], "model.norm": [64], "output": [40, 64], **in_layers(2, {
            "attention_norm": [64], "ffn_norm": [64], "attention.wqkv": [128, 64], "attention.wo": [64, 64],
            "feed_forward.w1": [96, 64], "feed_forward.w3": [96, 64], "feed_forward.w2": [64, 96]})})),
    "internlm3": (INTERNLM3, with_weights({
        "model.embed_tokens": [40, 64], "model.norm": [64], "lm_head": [40, 64], **in_layers(2, {
            **NORMS, **under("self_attn", {"q_proj": [64, 64], "k_proj": [32, 64], "v_proj": [32, 64], "o_proj": [64, 64]}), **under("mlp", GATED)})})),
}


OWN_HEAD = {"embed_tokens": [40, 64], "shared_head.head": [40, 64], "shared_head.norm": [64]}


def next_token_layer(layer, **parts):
    """A layer that predicts further tokens, numbered on: as one of the model's own, and what joins a token to the stream."""
    def added(shapes):
        return {**moved(shapes, f"model.layers.{layer - 1}.", f"model.layers.{layer}."), **under(f"model.layers.{layer}", with_weights({
            "eh_proj": [64, 128], "enorm": [64], "hnorm": [64], **parts}))}
    return added


def moved(shapes, start, to, holds=""):
    return {to + name[len(start):]: shape for name, shape in shapes.items() if name.startswith(start) and holds in name}


def qwen_mtp(shapes):
    return {**moved(shapes, "model.layers.3.", "mtp.layers.0."), **under("mtp", with_weights({
        "fc": [64, 128], "norm": [64], "pre_fc_norm_embedding": [64], "pre_fc_norm_hidden": [64]}))}


def exaone_mtp(shapes):
    return {**moved(shapes, "model.language_model.layers.3.", "mtp.layers.0."), **under("mtp", with_weights({
        "fc": [64, 128], "norm": [64], "pre_fc_norm_embedding": [64], "pre_fc_norm_hidden": [64]}))}


def seeing_next_token_layer(shapes):
    path = "model.language_model.layers."
    return {**moved(shapes, path + "1.", path + "2."), **under(path + "2", with_weights({
        "eh_proj": [64, 128], "enorm": [64], "hnorm": [64], **OWN_HEAD}))}


def mimo_mtp(shapes):
    added = {}
    for number in range(3):
        path = f"model.mtp.layers.{number}"
        added |= {**moved(shapes, "model.layers.2.", path + ".", "attn"), **under(path + ".mlp", with_weights(GATED)), **under(path, with_weights({
            "input_layernorm": [64], "pre_mlp_layernorm": [64], "final_layernorm": [64], "eh_proj": [64, 128], "enorm": [64], "hnorm": [64]}))}
    return added


def nemotron_mtp(shapes):
    return {**moved(shapes, "backbone.layers.1.", "mtp.layers.0."), **moved(shapes, "backbone.layers.2.", "mtp.layers.1."), **with_weights({
        "mtp.layers.0.enorm": [64], "mtp.layers.0.hnorm": [64], "mtp.layers.0.eh_proj": [64, 128], "mtp.layers.1.final_layernorm": [64]})}


# Models whose layers that predict further tokens are kept (MTP, NextN), which transformers' classes leave out: the model that they
# belong to, the tensors beside its own, what config.json says of them.
FURTHER = {
    "glm4moe-mtp": ("glm4moe", next_token_layer(2, **OWN_HEAD), dict(num_nextn_predict_layers=1)),
    "glm4moelite-mtp": ("glm4moelite", next_token_layer(2, **OWN_HEAD), dict(num_nextn_predict_layers=1)),
    "glm-dsa-mtp": ("glm-dsa", next_token_layer(2, **{"shared_head.norm": [64]}), dict(num_nextn_predict_layers=1)),
    "deepseek32-mtp": ("deepseek32", next_token_layer(2, **OWN_HEAD), dict(num_nextn_predict_layers=1)),
    "bailingmoe2-mtp": ("bailingmoe2", next_token_layer(2, final_layernorm=[64]), dict(num_nextn_predict_layers=1)),
    "qwen3next-mtp": ("qwen3next", qwen_mtp, {}),
    "qwen35-mtp": ("qwen35", qwen_mtp, dict(mtp_num_hidden_layers=1)),
    "qwen35moe-mtp": ("qwen35moe", qwen_mtp, dict(mtp_num_hidden_layers=1)),
    "mimo2-mtp": ("mimo2", mimo_mtp, {}),
    "hyv3-mtp": ("hyv3", next_token_layer(2, final_layernorm=[64]), dict(num_nextn_predict_layers=1)),
    "exaone4_5-mtp": ("exaone4_5", exaone_mtp, dict(text_config=dict(num_nextn_predict_layers=1, mtp_share_layers=False))),
    "glm4v-moe-mtp": ("glm4v-moe", seeing_next_token_layer, dict(text_config=dict(num_nextn_predict_layers=1))),
    "glm-ocr-mtp": ("glm-ocr", seeing_next_token_layer, dict(text_config=dict(num_nextn_predict_layers=1))),
    "nemotron-h-moe-mtp": ("nemotron-h-moe", nemotron_mtp, dict(num_nextn_predict_layers=1)),
}


def computed(name, shape):
    count = int(numpy.prod(shape))
    raw = (numpy.arange(count, dtype=numpy.uint64) * 7919 + zlib.crc32(name.encode())) % 65536
    return (raw.astype(numpy.float64) / 65536 - 0.5).astype("<f4").reshape(shape)


def shapes_in(path):
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    return {name: entry["shape"] for name, entry in json.loads(data[8:8 + size]).items() if name != "__metadata__"}


def write_computed(path, shapes):
    header, data = {}, b""
    for name, shape in sorted(shapes.items()):
        raw = computed(name, shape).tobytes()
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def save_own(name, folder):
    """The folder that transformers saves, with computed values."""
    if name in FURTHER:
        own, further, said = FURTHER[name]
        save_own(own, folder)
        config = json.loads((folder / "config.json").read_text())
        config |= {key: {**config[key], **value} if isinstance(value, dict) else value for key, value in said.items()}
        (folder / "config.json").write_text(json.dumps(config))
        shapes = shapes_in(folder / "model.safetensors")
        write_computed(folder / "model.safetensors", {**shapes, **further(shapes)})
        return
    if name in LISTED:
        config, shapes = LISTED[name]
        (folder / "config.json").write_text(json.dumps(config))
        write_computed(folder / "model.safetensors", shapes)
        return
    import torch
    import transformers

    class_name, extra = MODELS[name]
    model_class = getattr(transformers, class_name)
    settings = COMPOSED[name] if extra is None else extra if name in WITHOUT_BASE else {**BASE, **extra}
    config = model_class.config_class(**settings)
    with torch.device("cpu"):
        model = model_class(config).to(torch.float32)
    model.save_pretrained(folder, safe_serialization=True)
    saved = json.loads((folder / "config.json").read_text())
    saved["architectures"] = [SHIPPED_CLASSES.get(class_name, class_name)]
    saved.update(SHIPPED.get(name, {}))
    saved = {key: value for key, value in saved.items() if key not in SHIPPED.get(name, {}) or value is not None}
    (folder / "config.json").write_text(json.dumps(saved))
    for left in ("generation_config.json",):
        (folder / left).unlink(missing_ok=True)
    shapes = shapes_in(folder / "model.safetensors")
    for tensor, shape in shapes.items():
        if tensor.endswith(TURNED.get(name, ())):
            shape[1:] = shape[:0:-1]
    write_computed(folder / "model.safetensors", shapes)


def converted(name, folder, out, kind):
    import gguf
    import torch
    from conversion import ModelBase, ModelType, get_model_architecture, get_model_class

    is_raw = FURTHER.get(name, [name])[0] in RAW_CONFIG
    hparams = json.loads((folder / "config.json").read_text()) if is_raw else ModelBase.load_hparams(folder, False)
    architecture = get_model_architecture(hparams, ModelType.TEXT)
    model_class = get_model_class(MEANT.get(architecture, architecture), mmproj=False)
    for each in (model_class, *(inner for inner in vars(model_class).values() if isinstance(inner, type))):
        each.set_vocab = lambda self: None
    model_class.no_mtp = name in WITHOUT_MTP
    kinds = {"f32": gguf.LlamaFileType.ALL_F32, "bf16": gguf.LlamaFileType.MOSTLY_BF16, "q8_0": gguf.LlamaFileType.MOSTLY_Q8_0}
    with torch.inference_mode():
        model_class(folder, kinds[kind], out, model_name="golden", **({"hparams": hparams} if is_raw else {})).write()
    return gguf.GGUFReader(out)


def keys_of(reader):
    import gguf

    keys = []
    for name, field in reader.fields.items():
        if name.startswith("GGUF."):
            continue
        kind = gguf.GGUFValueType(field.types[0]).name.lower()
        value = field.contents()
        if kind == "array":
            kind = "array of " + gguf.GGUFValueType(field.types[1]).name.lower()
        keys.append([name, kind, value])
    return keys


def tensors_of(reader):
    return {tensor.name: [tensor.tensor_type.name, [int(size) for size in tensor.shape],
                          hashlib.sha256(tensor.data.tobytes()).hexdigest()] for tensor in reader.tensors}


def record(name):
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / name
        folder.mkdir()
        save_own(name, folder)
        if name.startswith("nomic"):  # its converter looks for the kind of words
            (folder / "tokenizer.json").write_text(json.dumps({"model": {"type": "WordPiece"}}))
        if name.startswith("gemma"):  # its converter counts the words
            words = {"model": {"vocab": {f"word{i}": i for i in range(BASE["vocab_size"])}}, "added_tokens": []}
            (folder / "tokenizer.json").write_text(json.dumps(words))
        entry = {"config": json.loads((folder / "config.json").read_text()), "hf_tensors": shapes_in(folder / "model.safetensors")}
        for kind in TYPES:
            reader = converted(name, folder, pathlib.Path(scratch) / f"{kind}.gguf", kind)
            if kind == "f32":
                entry["keys"] = keys_of(reader)
            entry[kind] = tensors_of(reader)
        return entry


def keep_norms_of_heads():
    """The converter of StableLM 2 12B stacks the norms of its heads and then loses them: a generator's result."""
    from conversion.stablelm import StableLMModel

    lossy = StableLMModel.modify_tensors

    def whole(self, data_torch, name, bid):
        yield from (yield from lossy(self, data_torch, name, bid)) or ()

    StableLMModel.modify_tensors = whole


def map_other_tensors_of_baichuan():
    """Its converter calls itself without end for all tensors but the fused one: what it means is the general way."""
    from conversion.baichuan import BaichuanModel
    from conversion.base import TextModel

    own = BaichuanModel.modify_tensors

    def whole(self, data_torch, name, bid):
        yield from (own if "W_pack" in name else TextModel.modify_tensors)(self, data_torch, name, bid)

    BaichuanModel.modify_tensors = whole


def round_exponentials():
    """The last bit of torch's exponentials of floats depends on the processor: they are taken from doubles."""
    import torch

    exponential = torch.exp
    torch.exp = lambda tensor: exponential(tensor.double()).to(tensor.dtype)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--llama-cpp", required=True, type=pathlib.Path)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--out", type=pathlib.Path, default=GOLDEN)
    options = parser.parse_args()
    sys.path[:0] = [str(options.llama_cpp), str(options.llama_cpp / "gguf-py")]
    round_exponentials()
    keep_norms_of_heads()
    map_other_tensors_of_baichuan()
    golden = json.loads(options.out.read_text()) if options.out.exists() else {}
    failed = []
    for name in options.only or [*MODELS, *LISTED, *FURTHER]:
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
