"""Invented sets of reports, from articles to incidents, scored as the shared sets are: what was right stays right."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.app import open_reader, read_article
from tocsin.incidents.replay import Replay
from tocsin.reading.reader import Reader
from tocsin.world.gazetteer import Gazetteer
from tocsin_schemas.models import Article

SETS = Path(__file__).resolve().parents[2] / "data" / "sets"
MOST_WRONG = {
    "colombia": 2,
    "grenades_on_the_coast": 2,
    "kenya_somalia": 4,
    "shelling_nameless_second": 0,
    "unlike_happenings": 3,
    "congo_night_attack": 0,
    "ecuador_prison_mayor": 8,
    "greece_hospital_ransomware": 2,
    "macomia_seized": 4,
    "myanmar_monastery_school": 2,
    "strabane_carbomb": 0,
    "vardenis_shelling": 0,
    "wukari_takum": 6,
    # Written after the rules were frozen, by readers who knew none of them: right 359 of 468 as they came.
    "afghan_mosque": 1,
    "georgia_checkpoint": 1,
    "jordan_bases": 1,
    "niger_villages": 4,
    "papua_ambush": 0,
    "peru_espinar": 1,
    # Written after the trained reader was frozen, by writers who knew none of it: right 413 of 522 as they came (by
    # the rules alone 415 of 525), 421 once "told the Example Wire" named an outlet.
    "baubau_lahat": 3,
    "el_obeid_dilling": 2,
    "goettingen_kempten": 0,
    "haiti_minibus_headmaster": 7,
    "hobbs_zanesville": 2,
    "kisii_nyeri": 2,
    "kutno_swidnica": 2,
    "marib_mokha": 2,
    "simav_kozlu": 2,
    "tame_corinto": 0,
    "townsville_rockhampton": 0,
    # Written after texts were told apart town by town, by writers who knew nothing of it: right 412 of 515 as they came
    # (by the rules alone 403 of 509).
    "bonny_funtua": 0,
    "challapata_tupiza": 0,
    "chhatak_kushtia": 3,
    "djibo_diapaga": 1,
    "finote_selam_gimbi": 0,
    "hatton_embilipitiya": 9,
    "kunduz_jalalabad": 0,
    "montero_villazon": 0,
    "olomouc_kolin": 0,
    "red_deer_lethbridge": 1,
    "valuyki_slavyansk": 4,
    "zouping_haicheng": 4,
    # Written after protests were told by who acts, by writers who knew nothing of it: right 445 of 553 as they came (by
    # the rules alone 429 of 546).
    "beni_lahan": 22,
    "choloma_choluteca": 6,
    "cibitoke_kirundo": 3,
    "feriana_zarzis": 2,
    "huanuni_trinidad": 10,
    "jujuy_oran": 5,
    "klintsy_shostka": 1,
    "mueda_angoche": 6,
    "pala_sarh": 3,
    "semdinli_viransehir": 4,
    "takbai_phatthalung": 1,
    "tarutung_dumai": 4,
    # Written blind after late tolls joined and harm, places and days were read better: right 490 of 571 as they came
    # (by the rules alone 471 of 550).
    "angoche_mocuba": 2,
    "babahoyo_machala": 10,
    "carcha_escuintla": 3,
    "gori_akhalkalaki": 6,
    "kumbo_mamfe": 6,
    "kyaukme_pakokku": 7,
    "labasa_lautoka": 0,
    "marib_mukalla": 3,
    "mourenx_lorient": 2,
    "roswell_carlsbad": 2,
    "tongi_bhairab": 0,
    "wajir_kisumu": 1,
    # Written blind after articles of several happenings were parted by titles, leads and town lines: right 358 of 455
    # as they came (by the rules alone 360 of 458; the reader from before that parting 355 of 455); 377 of 454 since a
    # month that was over, and a day after a text that told of an earlier one, are no day of the news.
    "al_bab_mayadin": 1,
    "bacau_sibiu": 2,
    "banikoara_bohicon": 3,
    "bannu_tank": 14,
    "general_santos_ipil": 3,
    "juliaca_trujillo": 0,
    "kara_suu_tokmok": 2,
    "oicha_masisi": 1,
    "point_fortin_chaguanas": 7,
    "polokwane_mthatha": 2,
    "salamanca_tultepec": 13,
    "tera_diffa": 2,
    # Written blind after past months were set aside: right 436 of 534 as they came (by the rules alone 447 of 530).
    "bocaranga_berberati": 1,
    "dapaong_sokode": 8,
    "gaur_tulsipur": 4,
    "horqueta_salto": 9,
    "houma_opelousas": 2,
    "isulan_lamitan": 9,
    "macomia_angoche": 5,
    "mendi_lae": 2,
    "nizhyn_kolomyia": 0,
    "samawah_tuz": 5,
    "torun_jastrzebie": 3,  # of 44 instead of 34: its second happening is found, so more is asked
    "zuwara_ajdabiya": 2,
    # Written blind, read on 146cff0: right 431 of 520 (by the rules alone 425 of 515).
    "charleroi_turnhout": 1,
    "escuintla_nebaj": 8,
    "guasave_fresnillo": 1,
    "hays_ataq": 5,
    "kawkareik_kyaikto": 3,
    "khasavyurt_kaspiysk": 6,
    "mafeteng_maputsoe": 10,
    "masaka_lira": 6,
    "sui_duki": 3,
    "tera_konni": 3,
    "trinidad_challapata": 4,
    "yovon_isfara": 3,
    # Written while the twelve layers were trained, by writers who knew nothing of it: right 390 of 470 as they came (by
    # the six layers before it 380, by the rules alone 374 of 450).
    "bannu_sibi": 7,
    "beledweyne_um_rawaba": 8,
    "bhanga_tongi": 4,
    "budalin_isulan": 12,
    "gossi_maine_soroa": 9,
    "jamundi_saravena": 3,
    "juliaca_arequipa": 4,
    "konotop_alekseyevka": 4,
    "oicha_kumbo": 8,
    "perpignan_beziers": 4,
    "salina_newton": 8,
    "tebnine_mayadin": 6,
    # Written on little-known towns once headlines were read alone, by writers who knew nothing of it: right 358 of 512
    # as they came (by the rules alone 348 of 491).
    "barvinkove_rovenki": 4,
    "broken_bow_lovington": 11,
    "cauca_colquiri": 14,
    "gubio_toumour": 16,
    "lanchkhuti_dagestanskiye_ogni": 5,
    "lokori_kakooge": 22,
    "mamasa_olutanga": 8,
    "mawlu_pala": 6,
    "moris_guanacevi": 14,
    "pishin_tump": 11,
    "sodari_abbasiya": 3,
    "winschoten_chalindrey": 16,
    "southafrica_cashvan": 5,
    # Written on ordinary towns once towns.csv was in, by writers who knew nothing of it: right 459 of 564 as they came
    # (by the rules alone 463 of 558).
    "apatzingan_manizales": 4,
    "bannu_jhansi": 2,
    "beira_cochabamba": 13,
    "ghent_tarragona": 4,
    "kontagora_djibo": 4,
    "kryvyi_rih_ryazan": 8,
    "mazar_pul_e_khumri": 10,
    "mocimboa_yei": 4,
    "nabatieh_homs": 7,
    "pattani_labuan_bajo": 6,
    "saratov_kassala": 4,
    "shreveport_beaumont": 15,
    # Written of rarer happenings (jailbreaks, lynchings, landslides, a mass grave) and in stronger styles (telegrams,
    # chatty local papers, bulletins), by writers who knew nothing of it: right 429 of 584 as they came.
    "augsburg_ulm": 13,
    "celaya_ipiales": 9,
    "hosaena_dilla": 10,
    "isulan_sai_buri": 18,
    "jisr_chamchamal": 6,
    "kandi_malanville": 10,
    "mambasa_kalemie": 6,
    "mocha_ataq": 6,
    "panjakent_taloqan": 11,
    "saginaw_sarnia": 3,
    "sivasagar_krishnanagar": 17,
    "unecha_semenivka": 12,
    # Written of ordinary happenings after what those showed was mended: right 454 of 567 as they came.
    "baidoa_mandera": 2,
    "banjarnegara_longkhanh": 4,
    "filingue_okene": 3,
    "gaibandha_feni": 3,
    "khuzdar_motihari": 3,
    "malaybalay_betong": 1,
    "ocana_andahuaylas": 2,
    "pavlohrad_syzran": 4,
    "tenenkou_bourasso": 3,
    # Written alike of other places after what those showed was mended: right 451 of 534 as they came.
    "acailandia_zapala": 7,
    "bohodukhiv_shebekino": 3,
    "charikar_saravan": 4,
    "hermel_karmiel": 4,
    "minbya_teknaf": 6,
    "rabak_rumbek": 0,
    "rockymount_lufkin": 2,
    "zamora_chiquimula": 4,
    # The same once more, after what those showed was mended: right 447 of 544 as they came.
    "abuarish_khawkhah": 4,
    "baglung_kanker": 2,
    "buynaksk_lubny": 8,
    "chiure_lubero": 10,
    "linares_foligno": 3,
    "muncie_brandon": 5,
    "quevedo_huamachuco": 2,
    "salfit_deiralbalah": 7,
    "shambu_atbara": 11,
    "silvan_ierapetra": 14,
    "titao_nkwanta": 3,
    "wamena_bitung": 3,
    "red_sea_ship": 2,
}
"""Checks that are known to fail, 2026-11-27; one in every other set. An incident that is found where it had been missed
adds its own checks: the failing ones may rise with those that pass (gossi_maine_soroa). Eight of these rose, by 22 in
all, when less was read of an article to save time (`weights.yaml`: plain, agreed)."""


@pytest.fixture(scope="module")
def reader(gazetteer: Gazetteer) -> Reader:
    return open_reader()


def incidents_of(reader: Reader, folder: Path) -> list[str]:
    rows = [json.loads(line) for line in (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    articles = [Article.model_validate(row) for row in rows]
    run = Replay()
    for article in sorted(articles, key=lambda one: one.published_at or datetime.max.replace(tzinfo=UTC)):
        run.feed(read_article(reader, article, article.published_at).report)
    return [value.decode() for value in run.latest.values()]


@pytest.mark.parametrize("folder", sorted(path for path in SETS.iterdir() if path.is_dir()), ids=lambda path: path.name)
def test_invented_sets(reader: Reader, data: Path, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "incidents.jsonl"
    out.write_text("\n".join(incidents_of(reader, folder)) + "\n", encoding="utf-8")
    scorer = data / "eval" / "score_seeds.py"
    done = subprocess.run([sys.executable, scorer, folder, out], capture_output=True, text=True, check=False)
    score = re.search(r"right (\d+) of (\d+)", done.stdout)
    assert score, done.stderr
    assert int(score[2]) - int(score[1]) <= MOST_WRONG.get(folder.name, 1), done.stdout
