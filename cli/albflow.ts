console.log("albflow");
