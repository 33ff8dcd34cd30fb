package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Wrong use through the command line: exit code 2, one sentence with the facts, nothing written.
 */
class WrongWordsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          trian digits                    | 'trian' is not a command    | 'train'
          help trian                      | 'trian' is not a command    | 'train'
          trian --help                    | 'trian' is not a command    | 'train'
          train digit                     | 'digit' is not a recipe     | 'digits'
          check dgits                     | 'dgits' is not a recipe     | 'digits'
          recipes iriss                   | 'iriss' is not a recipe     | 'iris'
          data mnis                       | 'mnis' is not a data set    | 'mnist'
          train digits --epoch 3          | '--epoch' is not an option  | '--epochs'
          devices --jsno                  | '--jsno' is not an option   | '--json'
          train digits --kernels jti      | 'jti' is not a family of kernels | 'jit'
          bench linear-tiny --kernels libary | 'libary' is not a family of kernels | 'library'
          bench --all --kernels jti       | 'jti' is not a family of kernels | 'jit'
          bench --all --precision tf23    | 'tf23' is not a precision   | 'tf32'
          train digits --device cpuu      | 'cpuu' is not a device      | 'cpu'
          train digits --set loss=bce | 'bce' is not a loss | 'bce_with_logits'
          train digits --set loss=nn.BCELoss | 'nn.BCELoss' is not a loss | 'bce_with_logits'
          train digits --set loss=binary_crossentropy | 'binary_crossentropy' is not a loss | 'bce_with_logits'
          train digits --set loss=mse_loss | 'mse_loss' is not a loss | 'mse'
          train digits --set loss=MSELoss  | 'MSELoss' is not a loss  | 'mse'
          train digits --set loss=nll      | 'nll' is not a loss      | 'cross_entropy'
          train digits --set loss=NLLLoss  | 'NLLLoss' is not a loss  | 'cross_entropy'
          train digits --set loss=softmax  | 'softmax' is not a loss  | 'cross_entropy'
          train digits --set loss=sparse_categorical_crossentropy | is not a loss | 'cross_entropy'
          train digits --set loss=smooth_l1 | 'smooth_l1' is not a loss | 'huber'
          train digits --set loss=mae      | 'mae' is not a loss      | 'huber'
          train digits --set model.0={"linear":64} | 'linear' is not a layer | 'dense'
          train seed --set data={"source":"csv","path":"a.csv","target":"y","ignore":["id"]} | 'ignore' is not a key of data | 'exclude'
          train digits --set data.normalize=true | 'normalize' is not a key of data | 'standardize'
          train digits --set loss=crossentropy | 'crossentropy' is not a loss | 'cross_entropy'
          train digits --set model.1=relo | 'relo' is not a layer       | 'relu'
          train digits --set model.0={"dens":64} | 'dens' is not a layer | 'dense'
          train digits --set model.0={"dense":{"units":4,"biass":true}} | 'biass' is not a key of model[0].dense | 'bias'
          train digits --set optimizer.adma.lr=1 | 'adma' is not an optimizer | 'adam'
          train digits --set schedule.cosin.min_lr=0 | 'cosin' is not a schedule | 'cosine'
          train digits --set data.source=digit | 'digit' is not a data source | 'digits'
          train seed --set data.task=regresion | 'regresion' is not a task  | 'regression'
          train digits --set optimzer.sgd.lr=1 | 'optimzer' is not a key of a run file | 'optimizer'
          train digits --set optimizer.sgd.momentun=0 | 'momentun' is not a key of optimizer.sgd | 'momentum'
          train digits --set schedule.step={"epochs":1,"gama":1} | 'gama' is not a key of schedule.step | 'gamma'
          train digits --set loss.huber.dela=3 | 'dela' is not a key of loss.huber | 'delta'
          train digits --set data.shufle=true | 'shufle' is not a key of data | 'shuffle'
          train digits --set data.split.tst=0.1 | 'tst' is not a key of data.split | 'test'
          train digits --set lr=0.1 | 'lr' is not a key of a run file | 'optimizer.sgd.lr'
          train iris --set learning_rate=0.1 | 'learning_rate' is not a key of a run file | 'optimizer.adam.lr'
          train digits --set test=0.5 | 'test' is not a key of a run file | 'data.split.test'
          train seed --set data={"sorce":"csv"} | 'sorce' is not a key of data | 'source'
          train seed --set data={"source":"csv","pth":"a.csv"} | 'pth' is not a key of data | 'path'
          train digits --set model.0.dense={"unts":3} | 'unts' is not a key of model[0].dense | 'units'
          train digits --set schedule.step={"epoch":1} | 'epoch' is not a key of schedule.step | 'epochs'
          train seed --set init.0.wieght=[1] | '0.wieght' is not a parameter of the model | '0.weight'
          """)
  void unknownNameComesWithTheNearestRightOne(String command, String problem, String nearest) {
    String complaint = run(command).wrongUse();

    assertThat(complaint).contains(problem).contains("Did you mean " + nearest + "?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          train                        | thalweg train needs one of these: a recipe (thalweg train digits), a run file (thalweg train my-run.yaml), or --resume with the folder of a run.
          train digits --set model=[{"dense":10},softmax] | 'softmax' is not a layer. Known: dense, relu, tanh, sigmoid, gelu, leaky_relu. Loss cross_entropy contains the softmax
          train digits --set loss=softmax | Loss cross_entropy contains the softmax: let the model end with a dense layer
          train digits --set loss=sigmoid | Loss bce_with_logits contains the sigmoid
          train digits extra           | 'extra' is one argument too many
          train digits --set           | --set
          train digits --lr 0.1        | '--lr' is not an option here; it is a setting of the recipe: --set optimizer.sgd.lr=0.1. See
          train iris --lr=0.3          | it is a setting of the recipe: --set optimizer.adam.lr=0.3. See
          train digits --learning-rate 0.1 | --set optimizer.sgd.lr=0.1. See
          train digits --batch-size 16 | --set batch=16. See
          train --momentum 0.5 digits  | --set optimizer.sgd.momentum=0.5. See
          train digits --shuffle       | --set data.shuffle=… or --set data.split.shuffle=…. See
          train digits --set lr        | 'lr' is not of that form
          train digits --set =3        | '=3' is not of that form
          train seed --set epochs=     | --set epochs= has no value
          train seed --set loss=[1,    | --set loss is not valid YAML: line 1, column 4
          train seed --set model.7=relu | --set model.7: '7' must be an index from 0 to 0
          train seed --set model.x=relu | --set model.x: 'x' must be an index from 0 to 0
          train seed --set data.features.0.4=1 | '4' must be an index from 0 to 3
          train digits --set model.1.slope=3 | model.1 is "relu", which has no settings inside
          train seed --set data.features.0.0.1=3 | data.features.0.0 is 0.8, which has no settings
          train digits --log-every soon | 'soon' is not a whole number, or too large.
          bench --seed 1.5              | '1.5' is not a whole number, or too large.
          bench compare a.json b.json --tolerance much | 'much' is not a number.
          train digits --log-every 0    | --log-every needs a number of steps, at least 1; it is 0
          evaluate                      | 'RUN'
          train digits --set model=[{dense:3}] | model[0] has 'dense:3', with no space after its colon, so YAML reads it as one word; write dense: 3.
          train digits --set model=[dense:10] | model[0] has 'dense:10', with no space after its colon
          train digits --set optimizer.sgd={lr:0.1} | optimizer.sgd has 'lr:0.1', with no space after its colon, so YAML reads it as one word; write lr: 0.1.
          train digits --set data={source:digits} | data has 'source:digits', with no space
          train digits --precision tf32 --device cpu | Precision tf32 is one of cuBLAS and needs the kernels of the library on a CUDA device, such as --device cuda:0 --kernels library; use these, or leave precision at fp32, the only one of cpu has.
          """)
  void malformedCommandSaysWhatIsMissing(String command, String problem) {
    assertThat(run(command).wrongUse()).contains(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          --epochs zero                | epochs must be a whole number; it is "zero"
          --epochs 1.5                 | epochs must be a whole number; it is 1.5
          --epochs 3000000000          | epochs must be a whole number below 2³¹; it is 3000000000
          --epochs 0                   | at least 1 epoch; epochs is 0
          --epochs -1                  | at least 1 epoch; epochs is -1
          --seed x                     | seed must be a whole number; it is "x"
          --set batch=0                | batch must be at least 1 row; it is 0
          --set batch=-5               | batch must be at least 1 row; it is -5
          --set batch=all              | batch must be a number of rows, or full; it is "all"
          --set optimizer.sgd.lr=-1    | optimizer.sgd.lr must be a number of at least 0; it is -1
          --set optimizer.sgd.lr=.nan  | optimizer.sgd.lr must be a finite number, at most 1.8e308; it is NaN.
          --set optimizer.sgd.lr=1e400 | optimizer.sgd.lr must be a finite number, at most 1.8e308; it is infinite, or larger than that.
          --set optimizer.sgd.lr=.inf  | it is infinite, or larger than that
          --set optimizer.sgd.lr=1e-400 | optimizer.sgd.lr is "1e-400", which is nearer to 0 than any number of float64; give another number.
          --set epochs=[1,[2,3]]       | epochs is a list that contains a list; write all its values in one list.
          --set optimizer.sgd.lr=fast  | optimizer.sgd.lr must be a number; it is "fast"
          --set optimizer.sgd.lr=0,1   | optimizer.sgd.lr must be a number; it is "0,1", which has a decimal comma; write 0.1, with a point.
          --set optimizer.sgd.momentum=7 | optimizer.sgd.momentum must be at least 0 and below 1; it is 7
          --set optimizer.sgd={"nesterov":true} | optimizer.sgd.nesterov needs a momentum above 0
          --set optimizer.adam.betas=[0.9] | optimizer.adam.betas must be two numbers
          --set optimizer.adam.betas=[0.9,1] | optimizer.adam.betas[1] must be at least 0 and below 1; it is 1
          --set optimizer.rmsprop.eps=-1 | optimizer.rmsprop.eps must be a number of at least 0
          --set schedule.cosine.warmup_epochs=40 | warm-up of 40 epochs does not fit a run of 30
          --set schedule.constant.warmup_epochs=-1 | warmup_epochs must be at least 0; it is -1
          --set schedule.step.gamma=0.1 | schedule.step.epochs is missing
          --set schedule.step.epochs=0 | schedule.step.epochs must be at least 1; it is 0
          --set clip_norm=0            | clip_norm must be above 0; it is 0
          --set loss.huber.delta=0     | loss.huber.delta must be a positive number; it is 0
          --set model.0.dense=0        | at least 1 unit; this one has 0
          --set model.0.dense=3000000000 | model[0].dense must be a whole number below 2³¹
          --set model.0.dense=6.5      | model[0].dense must be a whole number; it is 6.5
          --set model.0.dense=1e999    | model[0].dense must be a whole number; it is "1e999"
          --set model.0.dense=         | --set model.0.dense= has no value
          --set model=["relu"]         | A model needs at least one layer with parameters
          --set model=[]               | model must be a list of layers
          --set data.split.test=2      | fraction between 0 and 1 (both excluded), not 2.0
          --set data.split=0.2         | data.split must be none or {test: 0.2, seed: 0}; it is 0.2
          --set optimizer={"sgd":{"lr":null}} | optimizer.sgd.lr has no value; write one after its colon, or leave it out.
          --set epochs=null            | epochs has no value
          --set data.split=some        | data.split must be none or {test: 0.2, seed: 0}; it is "some"
          --set data.standardize=maybe | data.standardize must be true or false; it is "maybe"
          --set data=5                 | data must be a block of settings
          --set loss=null              | loss must be a loss
          --set init=3                 | init must be random, a safetensors file
          """)
  void settingOutOfItsRangeIsNamedWithItsRange(String options, String problem) {
    assertThat(run("train digits " + options).wrongUse()).contains(problem);
  }

  /** Runs words that are separated by spaces; a training would go to a folder of this test. */
  private CommandLineRun run(String command) {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
    if (arguments.size() > 1 && arguments.getFirst().equals("train")) {
      arguments.addAll(1, List.of("--out", folder.resolve("run").toString()));
    }
    CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
    assertThat(run.out()).isEmpty();
    assertThat(folder).isEmptyDirectory();
    return run;
  }
}
