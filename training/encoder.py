"""The encoder with its heads: one pass of BERT, its mean over the pieces, one linear answer for each head."""

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel, BertConfig

from training.labels import heads
from training.tags import ANSWERS

_DROPOUT = 0.1


class Encoder(nn.Module):
    """Logits by head (`labels.heads()`), those of each piece's role (`tags.ANSWERS`).

    `attention`: "eager" to export, "sdpa" to train.
    """

    def __init__(self, attention: str = "sdpa") -> None:
        super().__init__()
        self.bert = AutoModel.from_config(_shape(), attn_implementation=attention, add_pooling_layer=False)
        width = self.bert.config.hidden_size
        self.dropout = nn.Dropout(_DROPOUT)
        self.heads = nn.ModuleDict({name: nn.Linear(width, len(answers)) for name, answers in heads().items()})
        self.tags = nn.Linear(width, len(ANSWERS))
        self.bert.embeddings.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """ids, mask: batch x pieces."""
        hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        kept = mask.unsqueeze(-1).to(hidden.dtype)
        pooled = (hidden * kept).sum(1) / kept.sum(1).clamp(min=1)
        asked = self.dropout(pooled)
        return *(head(asked) for head in self.heads.values()), self.tags(self.dropout(hidden))


def _shape() -> BertConfig:
    """Of the published weights (`base.py`), without dropout in the attention."""
    return BertConfig(
        vocab_size=30_522, hidden_size=384, num_hidden_layers=12, num_attention_heads=12, intermediate_size=1_536,
        attention_probs_dropout_prob=0.0,
    )  # fmt: skip


def save(model: Encoder, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({name: weights.to(torch.float32) for name, weights in model.state_dict().items()}, path)


def load(path: Path, attention: str = "sdpa") -> Encoder:
    model = Encoder(attention)
    model.load_state_dict(torch.load(path, weights_only=True))
    return model


def mean_of(one: Encoder, other: Encoder) -> Encoder:
    """A model whose weights lie halfway between those of two."""
    far = other.state_dict()
    middle = Encoder()
    middle.load_state_dict({name: (weights + far[name]) / 2 for name, weights in one.state_dict().items()})
    return middle
