"""Fine-tuning of the encoder: on the corpus, on MUC-4, then, fold by fold, on the labelled texts of the others."""

import math
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from training.encoder import Encoder
from training.examples import SEED, Example
from training.labels import DEED, MEANS, REALITY, RELEVANCE, TYPE, heads
from training.pieces import TOKENIZER, open_tokenizer, overlapping
from training.tags import ANSWERS, UNKNOWN, tags_of

PIECES = 128
"""Texts are cut there while training: wordings and labelled snippets are shorter."""
_BATCH_PIECES = 768
_DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
_WARM_UP = 0.06
_TELL_EVERY = 50
_HALF = _DEVICE == "cuda" or bool(torch.cpu._is_avx512_bf16_supported())
"""Half precision where the processor has it: elsewhere it is emulated, ten times slower than single."""
_WEIGHTS = {TYPE: 1.0, REALITY: 0.3, RELEVANCE: 0.3, DEED: 0.5}
_TAGS_WEIGHT = 2.0
_MEANS_WEIGHT = 0.5
_ROLE_WEIGHT = 2.0
"""How much more a piece that plays a role counts than one that plays none."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How one fine-tuning goes; `average` = decay of the running mean of the weights, which is what is kept;
    the lowest `frozen` layers stay as they are; texts are cut at `pieces`; a batch has about `batch` of them."""

    epochs: int
    rate: float
    head_rate: float
    average: float
    frozen: int = 0
    seed: int = SEED
    pieces: int = PIECES
    batch: int = _BATCH_PIECES


CORPUS = Plan(epochs=6, rate=1.2e-4, head_rate=2e-3, average=0.99, frozen=4)
TOLD = Plan(epochs=3, rate=8e-5, head_rate=6e-4, average=0.98, frozen=4)
ROLES = Plan(epochs=10, rate=8e-5, head_rate=6e-4, average=0.98, pieces=512, batch=3_072)
LABELLED = Plan(epochs=4, rate=8e-5, head_rate=6e-4, average=0.97, frozen=6)
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Piece:
    """An example as numbers: word pieces, and for each head the mask of right answers (empty = not asked).

    `deeds`, `means`: pieces [first, end) with the right answer of the head `deed`, and with the means that are right.
    """

    ids: tuple[int, ...]
    right: tuple[tuple[int, ...], ...]
    tags: tuple[int, ...] = ()
    deeds: tuple[tuple[int, int, int], ...] = ()
    means: tuple[tuple[int, int, tuple[int, ...]], ...] = ()


class Teacher:
    """Answers for an example what its set does not ask, as a model from before does: so that is not unlearnt.

    `heard`: the heads on which it has a say, beside the roles. Li, Hoiem 2016, Learning without Forgetting.
    """

    def __init__(self, model: Encoder, heard: Iterable[str]) -> None:
        self._model = model.to(_DEVICE).eval()
        self.heard = frozenset(heard)
        self._known: dict[tuple[int, ...], tuple[Tensor, ...]] = {}

    def shares(self, batch: Sequence[Piece], ids: Tensor, mask: Tensor) -> list[tuple[Tensor, ...]]:
        """Shares of the answers by head, then of each piece's roles, example by example; nothing where all is asked."""
        new = [row for row, one in enumerate(batch) if self._lacks(one) and one.ids not in self._known]
        if new:
            with torch.no_grad(), torch.autocast(_DEVICE, dtype=torch.bfloat16, enabled=_HALF):
                answers = [logits.float().softmax(-1) for logits in self._model(ids[new], mask[new])]
            for at, row in enumerate(new):
                one = batch[row].ids
                self._known[one] = (*(shares[at] for shares in answers[:-1]), answers[-1][at, : len(one)])
        return [self._known.get(one.ids, ()) for one in batch]

    def _lacks(self, one: Piece) -> bool:
        """Whether its set leaves anything unasked on which this model has a say."""
        unasked = {name for name, right in zip(heads(), one.right, strict=True) if not right}
        return not one.tags or bool(unasked & self.heard)


def fine_tune(
    model: Encoder,
    epochs: Sequence[Sequence[Example]],
    plan: Plan,
    tell: Progress,
    keep: Callable[[Encoder], None] | None = None,
    teacher: Teacher | None = None,
) -> Encoder:
    """Train on `epochs` (the examples of each epoch, taken in turn) and return the running mean of the weights.

    `keep` gets that mean after each epoch: what hours have made is there when the rest is lost.
    """
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)
    tokenizer = open_tokenizer(TOKENIZER, plan.pieces)
    numbered = [[piece_of(tokenizer, one) for one in examples] for examples in epochs]
    steps = sum(
        len(list(_batches(numbered[at % len(numbered)], random.Random(0), plan.batch))) for at in range(plan.epochs)
    )
    model.to(_DEVICE)
    for layer in model.bert.encoder.layer[: plan.frozen]:
        layer.requires_grad_(False)
    optimiser, schedule = _optimiser(model, plan, steps)
    averaged = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(plan.average), use_buffers=True)
    model.train()
    for epoch in range(plan.epochs):
        started, losses, pieces = time.monotonic(), [], 0
        for batch in _batches(numbered[epoch % len(numbered)], chance, plan.batch):
            losses.append(_step(model, batch, optimiser, teacher))
            schedule.step()
            averaged.update_parameters(model)
            pieces += sum(len(one.ids) for one in batch)
            if len(losses) % _TELL_EVERY == 0:
                tell(f"  step {len(losses)}: loss {sum(losses[-_TELL_EVERY:]) / _TELL_EVERY:.3f}, {pieces} pieces")
        seconds = time.monotonic() - started
        loss = sum(losses) / len(losses)
        tell(f"epoch {epoch + 1}/{plan.epochs}: loss {loss:.3f}, {seconds:.0f} s, {pieces / seconds:.0f} pieces/s")
        if keep is not None:
            keep(averaged.module)
    kept: Encoder = averaged.module.to("cpu").eval()
    return kept


def piece_of(tokenizer: Tokenizer, example: Example) -> Piece:
    answers = heads()
    right = {
        TYPE: example.codes,
        REALITY: (example.reality,),
        RELEVANCE: (example.relevance,),
        DEED: (example.deed,),
    }
    encoded = tokenizer.encode(example.text)
    of_deed = answers[DEED]
    return Piece(
        tuple(encoded.ids),
        tuple(tuple(answers[name].index(one) for one in right[name] if one) for name in answers),
        tags_of(encoded.offsets, example.tags) if example.tags is not None else (),
        tuple((*reach, of_deed.index(deed)) for *at, deed in example.deeds if (reach := _pieces(encoded.offsets, *at))),
        tuple(
            (*reach, tuple(MEANS.index(one) for one in right))
            for *at, right in example.means
            if (reach := _pieces(encoded.offsets, *at))
        ),
    )


def _pieces(offsets: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """The pieces [first, end) of code points [start, end); None where they were cut off."""
    inside = overlapping(offsets, start, end)
    return (inside[0], inside[-1] + 1) if inside else None


def _optimiser(
    model: Encoder, plan: Plan, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LambdaLR]:
    body = [weights for weights in model.bert.parameters() if weights.requires_grad]
    answering = [
        *model.heads.parameters(),
        *model.tags.parameters(),
        *(model.means.parameters() if model.means else ()),
    ]
    groups = [{"params": body, "lr": plan.rate}, {"params": answering, "lr": plan.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    warm = max(1, math.ceil(steps * _WARM_UP))

    def share(step: int) -> float:
        return min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))

    return optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, share)


def _batches(pieces: Sequence[Piece], chance: random.Random, most: int) -> Iterator[list[Piece]]:
    """Texts of like length together, so that little is padded; about `most` pieces a batch, in random order."""
    ordered = sorted(pieces, key=lambda one: (len(one.ids), chance.random()))
    batches: list[list[Piece]] = []
    batch: list[Piece] = []
    for one in ordered:
        if batch and len(one.ids) * (len(batch) + 1) > most:
            batches.append(batch)
            batch = []
        batch.append(one)
    batches.extend([batch] if batch else [])
    chance.shuffle(batches)
    yield from batches


def _step(
    model: Encoder, batch: Sequence[Piece], optimiser: torch.optim.Optimizer, teacher: Teacher | None = None
) -> float:
    ids, mask = padded(batch)
    with torch.autocast(_DEVICE, dtype=torch.bfloat16, enabled=_HALF):
        hidden = model.hidden(ids, mask)
        logits = model.answers(hidden, mask)
        loss = _piecewise_loss(model, hidden, batch)
    taught = teacher.shares(batch, ids, mask) if teacher else []
    for at, (name, answers) in enumerate(heads().items()):
        asked = [row for row, one in enumerate(batch) if one.right[at]]
        if asked:
            right = [batch[row].right[at] for row in asked]
            loss = loss + _WEIGHTS[name] * _loss(logits[at][asked].float(), right, len(answers))
        rest = [row for row, one in enumerate(batch) if not one.right[at]] if teacher and name in teacher.heard else []
        if rest:
            shares = torch.stack([taught[row][at] for row in rest])
            loss = loss + _WEIGHTS[name] * functional.cross_entropy(logits[at][rest].float(), shares)
    if any(one.tags for one in batch):
        loss = loss + _TAGS_WEIGHT * _tags_loss(logits[-1].float(), batch)
    untagged = [row for row, one in enumerate(batch) if not one.tags] if teacher else []
    if untagged:
        roles = torch.cat([logits[-1][row, : len(batch[row].ids)] for row in untagged])
        shares = torch.cat([taught[row][-1] for row in untagged])
        loss = loss + _TAGS_WEIGHT * functional.cross_entropy(roles.float(), shares)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    return float(loss.detach())


def _piecewise_loss(model: Encoder, hidden: Tensor, batch: Sequence[Piece]) -> Tensor:
    """Of the sentences read together whether each tells a deed, and of whatever plays a part by which means."""
    loss = torch.zeros((), device=_DEVICE)
    deeds = [(row, *one) for row, piece in enumerate(batch) for one in piece.deeds]
    if deeds:
        told = torch.stack([hidden[row, first:end].mean(0) for row, first, end, _ in deeds])
        right = torch.tensor([answer for *_, answer in deeds], device=_DEVICE)
        loss = loss + _WEIGHTS[DEED] * functional.cross_entropy(model.heads[DEED](told).float(), right)
    means = [(row, *one) for row, piece in enumerate(batch) for one in piece.means]
    if means and model.means is not None:
        told = torch.stack([hidden[row, first:end].mean(0) for row, first, end, _ in means])
        loss = loss + _MEANS_WEIGHT * _loss(model.means(told).float(), [right for *_, right in means], len(MEANS))
    return loss


def _loss(logits: Tensor, right: Sequence[Sequence[int]], width: int) -> Tensor:
    """Negative log of the share that all right answers have together."""
    allowed = torch.full((len(right), width), -math.inf, device=_DEVICE)
    for row, columns in enumerate(right):
        allowed[row, list(columns)] = 0.0
    shares = functional.log_softmax(logits, dim=-1)
    return -torch.logsumexp(shares + allowed, dim=-1).mean()


def _tags_loss(logits: Tensor, batch: Sequence[Piece]) -> Tensor:
    """Cross entropy over the pieces that were asked; logits: batch x pieces x answers."""
    right = torch.full(logits.shape[:2], UNKNOWN, device=_DEVICE)
    for row, one in enumerate(batch):
        right[row, : len(one.tags)] = torch.tensor(one.tags, dtype=torch.long, device=_DEVICE)
    weights = torch.full((len(ANSWERS),), _ROLE_WEIGHT, device=_DEVICE)
    weights[0] = 1.0
    return functional.cross_entropy(logits.flatten(0, 1), right.flatten(), weight=weights, ignore_index=UNKNOWN)


def padded(batch: Sequence[Piece]) -> tuple[Tensor, Tensor]:
    length = max(len(one.ids) for one in batch)
    ids = torch.zeros((len(batch), length), dtype=torch.long)
    mask = torch.zeros((len(batch), length), dtype=torch.long)
    for row, one in enumerate(batch):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
        mask[row, : len(one.ids)] = 1
    return ids.to(_DEVICE), mask.to(_DEVICE)
