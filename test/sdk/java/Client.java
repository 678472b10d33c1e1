import com.google.gson.Gson;
import io.cryptolens.methods.AI;
import io.cryptolens.methods.Data;
import io.cryptolens.methods.Helpers;
import io.cryptolens.methods.Key;
import io.cryptolens.models.APIError;
import io.cryptolens.models.ActivateModel;
import io.cryptolens.models.AddDataObjectToKeyModel;
import io.cryptolens.models.DataObject;
import io.cryptolens.models.DeactivateModel;
import io.cryptolens.models.GetKeyModel;
import io.cryptolens.models.IncrementIntValueToKeyModel;
import io.cryptolens.models.LicenseKey;
import io.cryptolens.models.ListDataObjectsToKeyModel;
import io.cryptolens.models.RegisterEventModel;
import io.cryptolens.models.RequestModel;
import java.io.InputStreamReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Plays an application that uses the vendor's Java SDK: reads where to on standard input, prints what came of each step. */
public class Client {
  static class Given {
    String url;
    String token;
    String publicKey;
    String otherPublicKey;
    int productId;
    String key;
  }

  private static Given given;

  /** Each model says which server it is for. */
  private static <Model extends RequestModel> Model toServer(Model model) {
    model.LicenseServerUrl = given.url;
    return model;
  }

  private static ActivateModel activation(String machineCode, int floatingSeconds) {
    return toServer(new ActivateModel(given.productId, given.key, machineCode, 0, false, floatingSeconds, 0, "desk"));
  }

  private static List<String> machines(LicenseKey license) {
    return license.ActivatedMachines.stream().map(machine -> machine.Mid).sorted().collect(Collectors.toList());
  }

  public static void main(String[] args) {
    Gson gson = new Gson();
    given = gson.fromJson(new InputStreamReader(System.in), Given.class);
    Map<String, Object> told = new LinkedHashMap<>();
    APIError error = new APIError();

    // The SDK returns no license when it cannot verify the signature with the public key.
    LicenseKey license = Key.Activate(given.token, given.publicKey, activation("machine-1", 0), error);
    told.put("activated", List.of(license.Key, machines(license), Helpers.IsOnRightMachine(license, "machine-1")));
    told.put("wrongPublicKey", Key.Activate(given.token, given.otherPublicKey, activation("machine-1", 0)) == null);
    told.put("savedAndLoaded", LicenseKey.LoadFromString(given.publicKey, license.SaveAsString()) != null);
    boolean beyondLimit = Key.Activate(given.token, given.publicKey, activation("machine-2", 0), error) == null;
    told.put("beyondLimit", List.of(beyondLimit, error.message));
    LicenseKey floating = Key.Activate(given.token, given.publicKey, activation("float-1", 60), error);
    told.put("floating", List.of(machines(floating), Helpers.IsOnRightMachine(floating, "float-1", true)));

    told.put("added", Data.AddDataObject(given.token, toServer(
        new AddDataObjectToKeyModel(given.productId, given.key, "usage", 5, "text"))).result);
    told.put("incremented", Data.IncrementIntValue(given.token, toServer(
        new IncrementIntValueToKeyModel(given.productId, given.key, "usage", 3, false, 0))).result);
    List<DataObject> listed = Data.ListDataObjects(given.token, toServer(
        new ListDataObjectsToKeyModel(given.productId, given.key, ""))).DataObjects;
    told.put("listed", listed.stream().map(item -> List.of(item.Name, item.StringValue, item.IntValue)).collect(Collectors.toList()));

    LicenseKey read = Key.GetKey(given.token, given.publicKey, toServer(new GetKeyModel(given.productId, given.key)), error);
    told.put("read", List.of(read.GlobalId == license.GlobalId, read.DataObjects.get(0).IntValue));
    told.put("registered", AI.RegisterEvent(given.token, toServer(
        new RegisterEventModel(given.productId, given.key, "machine-1", "editor", "start", 25, "USD"))).result);
    told.put("deactivated", Key.Deactivate(given.token, toServer(
        new DeactivateModel(given.productId, given.key, "machine-1"))));
    told.put("released", Key.Deactivate(given.token, toServer(
        new DeactivateModel(given.productId, given.key, "float-1", true))));

    System.out.println(gson.toJson(told));
  }
}
