package io.github.thalweg.peers;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private final Agreement agreement = new Agreement();

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private void thalwegHas(String workload, double loss) throws Agreement.Missing {
    agreement.check(
        Participant.THALWEG, workload, json("{checked_step: 3, checked_loss: " + loss + "}"));
  }

  private void peerHas(Participant peer, String workload, double loss) throws Agreement.Missing {
    agreement.check(peer, workload, json("{first_losses: [9, 9, " + loss + ", 9]}"));
  }

  @Test
  void peerWithTheReferencesLossIsTaken() throws Agreement.Missing {
    thalwegHas("softmax", 2);

    assertThatCode(() -> peerHas(Participant.LIBTORCH, "softmax", 2.0001))
        .doesNotThrowAnyException();
  }

  @Test
  void peerThatTrainsSomethingElseIsRefused() throws Agreement.Missing {
    thalwegHas("softmax", 2);

    assertThatThrownBy(() -> peerHas(Participant.DJL, "softmax", 2.001))
        .isInstanceOf(Agreement.Missing.class)
        .hasMessage(
            "DJL gets no figure for softmax: its loss at step 3 is 2.001, and that of the reference is 2.0, so it trains a different model.");
  }

  @Test
  void onlyDjlsAdamMayDifferALittleMore() throws Agreement.Missing {
    thalwegHas("mlp-wide", 2);

    assertThatCode(() -> peerHas(Participant.DJL, "mlp-wide", 2.005)).doesNotThrowAnyException();
    assertThatThrownBy(() -> peerHas(Participant.LIBTORCH, "mlp-wide", 2.005))
        .hasMessageStartingWith("libtorch gets no figure for mlp-wide");
  }

  @Test
  void nothingIsHeldAgainstAFigureThatIsNotThere() {
    assertThatThrownBy(() -> peerHas(Participant.DJL, "softmax", 2))
        .hasMessageContaining("there is no loss of Thalweg to compare with");
  }

  @Test
  void processesMustEndWithTheTenthLossOfSeed() {
    assertThatCode(
            () -> {
              agreement.checkSeed(Participant.DJL, List.of("0.0132", "0.0084754"));
              agreement.checkSeed(
                  Participant.THALWEG,
                  List.of("{\"train_loss\": 0.0084754}", "{\"parameters\": {}}"));
            })
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> agreement.checkSeed(Participant.DJL, List.of("0.0132")))
        .isInstanceOf(Agreement.Missing.class);
    assertThatThrownBy(() -> agreement.checkSeed(Participant.DJL, List.of()))
        .isInstanceOf(Agreement.Missing.class);
  }
}
